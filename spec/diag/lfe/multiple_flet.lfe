(defmodule multiple_flet (export (f 1)))
(defun f (x) (flet ((g (y) y) (g (z) z)) (g x)))
