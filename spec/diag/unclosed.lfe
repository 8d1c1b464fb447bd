(defmodule unclosed (export (main 0)))
(defun main ()
  (io:format "hi" (list 1 2))
