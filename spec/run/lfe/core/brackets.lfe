;; Square brackets are parentheses.
(defmodule brackets
  (export (main 0)))

(defun main []
  (p [list 1 2])
  (p '[a [b] (c)])
  (let [(x 1) [y 2]] (p (+ x y))))

(defun p (term)
  (io:format "~p~n" (list term)))
