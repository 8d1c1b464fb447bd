(defmodule "name" (export (f 1)))
(defun f (x) x)
