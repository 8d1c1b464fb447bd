;; Forms of an included file.
(defmodule included_forms
  (export (main 0)))

(include-file "shared.inc")

(defun main ()
  (p (from-include 1))
  (p (make-box content 'c))
  (p (included-function 2)))

(defun p (term)
  (io:format "~p~n" (list term)))
