;; Macros that call functions of modules that are compiled with this one.
(defmodule asks
  (export (main 0)))

(defmacro twice (form) (helper:twice form))

(defmacro wide (n)
  (let ((names (helper:names n)))
    `(lambda ,names (list ,@names))))

(defun main ()
  (twice (io:format "said~n"))
  (io:format "~p~n" (list (funcall (wide 3) 1 2 3))))
