;; A list of code points in expression position is a string literal.
(defmodule code_point_list
  (export (main 0)))

(defun main ()
  (p (1 2 3))
  (p (97 98 99))
  (p (lists:reverse (1 2 3)))
  (p (length (0 10 20))))

(defun p (term)
  (io:format "~p~n" (list term)))
