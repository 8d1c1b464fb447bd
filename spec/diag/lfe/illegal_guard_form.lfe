(defmodule illegal_guard_form (export (f 1)))
(defun f ((x) (when (let ((y x)) y)) x))
