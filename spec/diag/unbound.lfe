(defmodule unbound (export (main 0)))
(defun main () (+ x 1))
(defun g (a) (list a b (h 1) (g 1 2)))
