;; Two and three arguments; without the last it is false.
(defmodule if
  (export (main 0)))

(defun main ()
  (p (if 'true 1 2))
  (p (if 'false 1 2))
  (p (if 'false 1))
  (p (if 'true 1))
  (p (if (> 2 1) (if (> 1 2) 'a 'b) 'c))
  (p (if (is_atom 'x) (progn 1 2) 3)))

(defun p (term)
  (io:format "~p~n" (list term)))
