;; Variables and functions have name spaces of their own.
(defmodule lisp_2
  (export (main 0)))

(defun f (x) (tuple 'function x))

(defun main ()
  (let ((f 5) (list 6))
    (p (f f))
    (p (list f list))))

(defun p (term)
  (io:format "~p~n" (list term)))
