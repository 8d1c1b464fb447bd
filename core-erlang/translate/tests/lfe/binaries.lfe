(defmodule binaries (export (run 0)))

(defun try-it (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun build ()
  (let ((x 258) (n 12) (b #"abc") (f 1.5))
    (list
      (binary x) (binary (x (size 16))) (binary (x (size 16) little)) (binary (x (size n)))
      (binary (x (size 2) (unit 8))) (binary (-1 (size 12) signed)) (binary (b binary))
      (binary (b binary (size 2))) (binary (b bitstring)) (binary (b bits) (x (size 3)))
      (binary (f float)) (binary (f float (size 32))) (binary (f float little)) (binary "abc")
      (binary ("aé" utf8)) (binary (x utf8)) (binary (x utf16)) (binary (x utf16 little))
      (binary (x utf32)) (binary 1 2 3) (binary) #"é" #B(1 2 (3 (size 4))) #""
      (try-it (lambda () (binary b))) (try-it (lambda () (binary (x binary))))
      (try-it (lambda () (binary (f (size 8))))) (try-it (lambda () (binary (b binary (size 4)))))
      (try-it (lambda () (binary (x (size b))))))))

(defun parse
  (((binary (n (size 8)) (body binary (size n)) (rest binary))) (tuple 'sized n body rest))
  (((binary "GET" (rest binary))) (tuple 'get rest))
  (((binary (x utf8) (rest bits))) (tuple 'utf8 x rest))
  (((binary (x (size 3)) (rest bitstring))) (tuple 'bits x rest))
  ((other) (tuple 'other other)))

(defun kinds (b)
  (list
    (case b ((binary (x signed) (_ bits)) x) (_ 'none))
    (case b ((binary (x (size 16) little)) x) (_ 'none))
    (case b ((binary (x float (size 32)) (_ binary)) x) (_ 'none))
    (case b ((binary (x (size 4)) (y (size 4)) (_ bits)) (tuple x y)) (_ 'none))
    (case b ((binary (a) (a) (_ bits)) (tuple 'same a)) (_ 'none))
    (case b ((binary (_ (size 8)) (r binary (unit 16))) r) (_ 'none))
    (case b ((binary (c utf16) (_ bits)) c) (_ 'none))
    (case b (#"ab" 'ab) (#B(1 2 (3 (size 4))) 'bits) (_ 'none))
    (let ((n 2)) (case b ((binary (x binary (size n)) (_ bits)) x) (_ 'none)))
    (let ((n 'foo)) (case b ((binary (x binary (size n)) (_ bits)) x) (_ 'none)))
    (case b ((= (binary (f) (_ bits)) whole) (tuple f whole)) (_ 'none))))

(defun run ()
  (list
    (build)
    (lists:map #'parse/1
      (list #"GET /" (binary 2 "abcd") (binary 9 "ab") #"é" (binary (5 (size 3))) #"" 'a
            (binary 200 1)))
    (lists:map #'kinds/1
      (list #"ab" #"aa" #B(255 1) #B(0 0 128 63) #B(1 2 (3 (size 4))) #B((1 (size 4))) 'a
            #B(216 52 221 30)))))
