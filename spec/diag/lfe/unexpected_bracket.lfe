(defmodule unexpected_bracket (export (f 1)))
(defun f (x) x))
