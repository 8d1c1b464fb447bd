;; Strings of several lines.
(defmodule triple_quoted
  (export (main 0)))

(defun main ()
  (p """
     one
       two
     three
     """)
  (p #"""
     a "quoted" \n
     b
     """)
  (p (length """
   x
   """)))

(defun p (term)
  (io:format "~p~n" (list term)))
