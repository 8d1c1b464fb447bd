(defmodule odd_map (export (f 1)))
(defun f (x) #M(a))
