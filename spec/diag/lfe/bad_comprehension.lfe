(defmodule bad_comprehension (export (f 1)))
(defun f (x) (lc x x))
