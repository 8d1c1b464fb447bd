;; Macros that expand to calls of themselves.
(defmodule recursive
  (export (main 0)))

(defmacro and*
  (() ''true)
  ((list e) e)
  ((cons e es) `(if ,e (and* ,@es) 'false)))

(defmacro count-up
  ((list 0) `'())
  ((list n) `(cons ,n (count-up ,(- n 1)))))

(defun main ()
  (p (and*))
  (p (and* 1))
  (p (and* (> 2 1) (> 3 2) 'last))
  (p (and* 'false (exit 'never)))
  (p (count-up 5)))

(defun p (term)
  (io:format "~p~n" (list term)))
