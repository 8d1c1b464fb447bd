(defmodule data (export (run 0)))

(defun try-it (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun trace (x)
  (put 'trace (cons x (case (get 'trace) ('undefined ()) (l l))))
  x)

(defun traced (f)
  (erase 'trace)
  (let ((v (try-it f)))
    (tuple v (lists:reverse (case (get 'trace) ('undefined ()) (l l))))))

(defun lists ()
  (let ((x 1) (y '(2 3)))
    (list
      (cons x y) (list x x) (list) (list* x x y) (car y) (cdr y) (cadr y)
      (++ (list x) y "ab") (-- '(1 2 3 2) '(2) '(2)) '(a . b) "abc" '(1 2 . 3) () '()
      (++ (list x)) (try-it (lambda () (car x))) (try-it (lambda () (++ x y)))
      (traced (lambda () (list (trace 1) (trace 2) (trace 3))))
      (traced (lambda () (cons (trace 1) (trace 2))))
      (traced (lambda () (++ (trace "a") (trace "b") (trace "c")))))))

(defun tuples ()
  (let ((t #(a b c)) (i 2))
    (list
      t #() (tuple) (tuple i t) (tref t i) (tset t i 'x) '#(a #(b) "c" 1.5)
      (try-it (lambda () (tref t 4)))
      (traced (lambda () (tref (trace t) (trace 1))))
      (traced (lambda () (tset (trace t) (trace 1) (trace 2))))
      (traced (lambda () (tuple (trace 1) (trace 2)))))))

(defun maps ()
  (let ((m (map 'a 1 'b 2)) (k 'c))
    (list
      m #M(a 1 "s" #M(b 2)) (map) (map k k) (map 'a 1 'a 2)
      (map-size m) (map-get m 'a) (mref m 'b) (map-set m k 3) (mset m 'a 2 'd 4)
      (map-update m 'a 5) (mupd m 'a 5 'b 6) (map-remove m 'a) (mrem m 'a 'b 'z)
      (try-it (lambda () (map-get m k)))
      (try-it (lambda () (map-set k k 1)))
      (try-it (lambda () (map-update m k 1)))
      (try-it (lambda () (map-update k k 1)))
      (try-it (lambda () (map-remove k 1)))
      (try-it (lambda () (map-size k)))
      (traced (lambda () (map (trace 'k) (trace 'v) (trace 'l) (trace 'w))))
      (traced (lambda () (map-set (trace m) (trace 'v) (trace 'l))))
      (traced (lambda () (map-get (trace m) (trace 'a)))))))

(defun operators ()
  (let ((x 7) (y 2))
    (list
      (+ x y) (- x) (+ x) (- x y 1) (* x y 3) (/ x y) (div x y) (rem x y) (+ 1 2 3 4)
      (band x y) (bor x y) (bxor x y) (bsl x y) (bsr x 1) (bnot x)
      (and 'true 'false) (or 'true 'false) (xor 'true 'true) (not 'true)
      (< 1 x 9) (< 1 x 5) (=:= x 7 7.0) (== x 7 7.0) (/= 1 2 1) (=/= 1 2 3) (> 3 2 1) (>= 3 3 4)
      (!= x y) (=< x y)
      (try-it (lambda () (+ x 'a))) (try-it (lambda () (and x 'true)))
      (try-it (lambda () (div x 0)))
      (andalso 'true 'true x) (orelse 'false x) (andalso) (orelse) (andalso x) (orelse x)
      (andalso 'false (exit 'no)) (orelse 'true (exit 'no))
      (try-it (lambda () (andalso x 'true))) (try-it (lambda () (orelse x 'true)))
      (traced (lambda () (+ (trace 1) (trace 2) (trace 3))))
      (traced (lambda () (< (trace 1) (trace 0) (trace 3)))))))

(defun odd-atoms ()
  (list '|it's an\|odd "atom"| 'été '|| '|\\| '|a\nb|))

(defun numbers ()
  (list 123456789012345678901234567890 -1 1.0 1.5e300 #xff #b-101 #\a 1.0e-10 0.1))

(defun run ()
  (list (lists) (tuples) (maps) (operators) (odd-atoms) (numbers)))
