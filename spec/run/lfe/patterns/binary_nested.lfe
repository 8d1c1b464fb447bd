;; Binary patterns beside others, with sizes from the same pattern, equal variables and rests.
(defmodule binary_nested
  (export (main 0)))

(defun parse
  (((binary 1 (n (size 8)) (name bytes (size n)) (rest bytes)) acc)
   (parse rest (cons (tuple 'name name) acc)))
  (((binary 2 (x float) (rest bytes)) acc) (parse rest (cons (tuple 'float x) acc)))
  (((binary 3 (x (size 16) little signed) (rest bytes)) acc) (parse rest (cons (tuple 'int x) acc)))
  (((binary 4 (flags (size 3)) (_ (size 5)) (rest bytes)) acc) (parse rest (cons (tuple 'flags flags) acc)))
  (((binary "end" (_ bytes)) acc) (tuple 'end (lists:reverse acc)))
  ((#"" acc) (tuple 'empty (lists:reverse acc)))
  ((rest acc) (tuple 'unknown rest (lists:reverse acc))))

(defun same
  (((binary a a)) 'both)
  (((binary a b)) (tuple a b))
  ((_) 'other))

(defun bits
  (((binary (a (size 3)) (b bitstring))) (when (> (bit_size b) 5)) (list 'long a (bit_size b)))
  (((binary (a (size 3)) (b bitstring))) (list a b)))

(defun utf
  (((binary (c utf8) (rest binary))) (cons c (utf rest)))
  (((binary (c (size 8)) (rest binary))) (cons (tuple 'byte c) (utf rest)))
  ((#"") ()))

(defun main ()
  (p (parse (binary 1 3 "abc" 2 (1.5 float) 3 (-2 (size 16) little) 4 (5 (size 3)) (0 (size 5))) ()))
  (p (parse #B(1 2 120 121 101 110 100 33) ()))
  (p (parse #B(1 200 1) '(before)))
  (p (list (same #"aa") (same #"ab") (same #"abc")))
  (p (list (bits #B(255 1)) (bits #B(160))))
  (p (utf #B(97 195 169 226 130 172 255 98)))
  (p (let (((binary (size (size 8)) (x (size size) (unit 4)) (_ bits)) #B(2 171 0))) x))
  (p (case #"key=value" ((binary (k bytes (size 3)) "=" (v bytes)) (tuple k v)))))

(defun p (term) (io:format "~p~n" (list term)))
