;; Expressions that are evaluated while reading.
(defmodule evaluated
  (export (main 0)))

(defun main ()
  (p '(a #.(+ 1 2) #.(list 1 2)))
  (p #.(* 6 7))
  (p '#.(tuple 'a "b"))
  (p '#.(cons 1 2)))

(defun p (term)
  (io:format "~p~n" (list term)))
