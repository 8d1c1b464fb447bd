(defmodule wrong_bracket (export (f 1)))
(defun f (x) (list x])
