;; Functions that take and return functions.
(defmodule higher_order
  (export (main 0)))

(defun compose (f g) (lambda (x) (funcall f (funcall g x))))
(defun curry (f a) (lambda (b) (funcall f a b)))
(defun times
  ((0 _) 'ok)
  ((n f) (funcall f n) (times (- n 1) f)))

(defun main ()
  (p (funcall (compose (lambda (x) (* x 2)) (lambda (x) (+ x 1))) 5))
  (p (lists:map (curry #'+/2 10) '(1 2)))
  (times 3 (lambda (n) (io:format "~w " (list n))))
  (io:nl)
  (p (lists:filter (lambda (x) (== 0 (rem x 2))) (lists:seq 1 10)))
  (p (lists:sort (lambda (a b) (> a b)) '(3 1 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
