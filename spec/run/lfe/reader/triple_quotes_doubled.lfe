;; Two quotation marks within a triple-quoted string stay two.
;; deviates: doubled-quotes
(defmodule triple_quotes_doubled
  (export (main 0)))

(defun main ()
  (p """
     a ""b"" and "" at ""
     """)
  (p #"""
     ""
     """))

(defun p (term) (io:format "~p~n" (list term)))
