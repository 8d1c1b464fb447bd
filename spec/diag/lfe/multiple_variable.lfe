(defmodule multiple_variable (export (f 1)))
(defun f (x x) x)
