(defmodule bad_if (export (f 1)))
(defun f (x) (if x))
