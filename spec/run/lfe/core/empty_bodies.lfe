;; A body without expressions is the empty list.
(defmodule empty_bodies
  (export (main 0)))

(defun nothing ())
(defun clause ((1)) ((_) 'other))

(defun main ()
  (p (nothing))
  (p (clause 1))
  (p (funcall (lambda ())))
  (p (let ((x 1))))
  (p (let* ((x 1))))
  (p (case 1 (1)))
  (p (cond ('true)))
  (p (flet ((f ())) (f)))
  (p (catch)))

(defun p (term)
  (io:format "~p~n" (list term)))
