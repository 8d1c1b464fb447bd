;; deviates: macro-shapes
(defmodule bad_flet (export (f 1)))
(defun f (x) (flet x x))
