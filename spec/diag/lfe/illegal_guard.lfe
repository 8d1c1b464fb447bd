(defmodule illegal_guard (export (f 1)))
(defun f ((x) (when (g x)) x))
(defun g (x) x)
