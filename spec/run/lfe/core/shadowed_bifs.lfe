;; Names of functions as variables, local functions over imported and core ones, operators as values.
(defmodule shadowed_bifs
  (export (main 0)))

(defun main ()
  (let ((list '(1 2)) (length 5) (self 'me) (car #'hd/1))
    (p (list list length self (length list) (is_pid (self)) (funcall car list))))
  (p (flet ((double (x) (* 2 x)) (max (a _) a)) (list (double 2) (max 1 2))))
  (p (lists:map (lambda (f) (funcall f 7 2)) (list #'+/2 #'-/2 #'div/2 #'rem/2 #'>/2 #'==/2 #'band/2 #'max/2)))
  (p (let ((if 1) (let 2) (case 3) (lambda 4)) (+ if let case lambda)))
  (p (lists:foldl #'*/2 1 '(1 2 3 4)))
  (p (funcall (lambda (funcall) (+ funcall 1)) 1))
  (p (let ((+ 1) (- 2)) (+ + - (- + -)))))

(defun p (term) (io:format "~p~n" (list term)))
