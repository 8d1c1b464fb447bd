(defmodule unknown_form (export (f 1)))
(defun f (x) x)
(hello there)
