;; A comma may insert several values.
(defmodule comma_several
  (export (main 0)))

(defun main ()
  (p `(a (comma 1 2) b))
  (p `(a (comma-at '(1 2) '(3)) b)))

(defun p (term)
  (io:format "~p~n" (list term)))
