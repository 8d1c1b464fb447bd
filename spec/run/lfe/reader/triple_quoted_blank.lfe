;; deviates: triple-quoted
;; A line of a triple-quoted string may be empty.
(defmodule triple_quoted_blank
  (export (main 0)))

(defun main ()
  (p """
     one

     two
     """))

(defun p (term)
  (io:format "~p~n" (list term)))
