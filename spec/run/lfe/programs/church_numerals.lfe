;; Numbers as functions: addition, multiplication, powers, predecessors and comparison.
(defmodule church_numerals
  (export (main 0)))

(defun zero () (lambda (s) (lambda (x) x)))
(defun succ (n) (lambda (s) (lambda (x) (funcall s (funcall (funcall n s) x)))))
(defun add (a b) (lambda (s) (lambda (x) (funcall (funcall a s) (funcall (funcall b s) x)))))
(defun mul (a b) (lambda (s) (funcall a (funcall b s))))
(defun pow (a b) (funcall b a))
(defun to-int (n) (funcall (funcall n (lambda (x) (+ x 1))) 0))
(defun from-int ((0) (zero)) ((n) (succ (from-int (- n 1)))))
(defun pred (n)
  (lambda (s)
    (lambda (x)
      (let ((step (lambda (g) (lambda (h) (funcall h (funcall g s))))))
        (funcall (funcall (funcall n step) (lambda (_) x)) (lambda (u) u))))))
(defun sub (a b) (funcall (funcall b #'pred/1) a))
(defun zero? (n) (funcall (funcall n (lambda (_) 'false)) 'true))

(defun main ()
  (let ((three (from-int 3)) (four (from-int 4)))
    (io:format "~p~n" (list (lists:map #'to-int/1 (list three (add three four) (mul three four) (pow three four) (pred four) (sub four three)))))
    (io:format "~p~n" (list (list (zero? (sub three four)) (zero? four))))))
