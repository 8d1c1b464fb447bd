;; A variable of a pattern is always a new one.
(defmodule shadow
  (export (main 0)))

(defun main ()
  (let ((x 1))
    (p (case 2 (x (tuple 'new x))))
    (p (let ((x 3)) x))
    (p (funcall (lambda (x) x) 4))
    (p (funcall (match-lambda ((x) x)) 5))
    (p (lc ((<- x '(6 7))) x))
    (p (case 9 (y (when (=:= x y)) 'equal) (_ 'not-equal)))
    (p x)))

(defun p (term)
  (io:format "~p~n" (list term)))
