;; Triple-quoted strings and binaries: indentation taken away, quotes and backslashes kept, in calls and data.
(defmodule triple_quotes_indented
  (export (main 0)))

(defun main ()
  (p """
     First "line"
       indented \n not a newline
     last
     """)
  (p #"""
  binary "one" quote
  """)
  (p (list """
           a
           """ """
           b
           """))
  (p '("""
  in data
  """ 1))
  (p (length """
  """)))

(defun p (term) (io:format "~p~n" (list term)))
