(defmodule comprehensions (export (run 0)))

(defun try-it (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun lists-of (l m)
  (try-it
    (lambda ()
      (list
        (lc ((<- x l)) x)
        (lc ((<- x l) (> x 1)) (* x x))
        (lc ((<- (tuple 'a x) l)) x)
        (lc ((<- x (when (is_atom x)) l)) x)
        (lc ((<- x l) (<- y m)) (tuple x y))
        (lc ((<- x l) (<- x (list x x))) x)
        (lc ((<- x l) (is_integer x) (<- y (lists:seq 1 x))) y)
        (lc ((<- (tuple x x) l)) x)
        (lc ((<- x l) (hd x)) x)
        (lc ((<- x l) x) x)
        (lc () 1)
        (lc ((=:= l m)) 1)))))

(defun filters (l)
  (list
    (try-it (lambda () (lc ((<- x l) (lists:member x '(1))) x)))
    (try-it (lambda () (lc ((<- x l) (lists:nth 1 (list x))) x)))
    (try-it (lambda () (lc ((<- x 'no-list)) x)))
    (try-it (lambda () (lc ((<- x '(1 . 2))) x)))))

(defun bits (b)
  (try-it
    (lambda ()
      (list
        (lc ((<= (binary (x (size 4))) b)) x)
        (lc ((<= (binary (1 (size 2)) (y (size 2))) b)) y)
        (lc ((<= (binary (n (size 4)) (v (size n))) b)) (tuple n v))
        (lc ((<= (binary (x utf8)) (when (> x 97)) b)) x)
        (bc ((<= (binary (x (size 4))) b) (> x 5)) (binary (x (size 8))))
        (bc ((<= (binary x) b) (<- y '(1 2))) (binary (x) (y (size 2))))
        (bc ((<- x '(1 2 3))) (binary (x (size 16) little) ("ab")))
        (bc ((<- x (list b b))) (binary (x bits)))))))

(defun run ()
  (list
    (lists-of '(1 2 3) '(a b)) (lists-of '() '()) (lists-of '(a #(a 1) #(2 2) true (true)) '(z))
    (filters '(1)) (filters '())
    (bits #"abc") (bits #"") (bits #B(97 98 (5 (size 4)))) (bits 'no-bits)
    (try-it (lambda () (bc ((<- x '(1 a))) (binary x))))
    (length (lc ((<- x (lists:seq 1 100000)) (=:= 0 (rem x 2))) x))))
