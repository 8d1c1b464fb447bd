;; deviates: dotted-arguments
;; A dotted list of parameters takes the rest of the arguments.
(defmodule dotted_arguments
  (export (main 0)))

(defmacro my-list (first . rest)
  `(list 'first ,first 'rest ,@rest))

(defun main ()
  (p (my-list 1))
  (p (my-list 1 2 3)))

(defun p (term)
  (io:format "~p~n" (list term)))
