(defmodule undefined_export (export (f 1) (missing 2)))
(defun f (x) x)
