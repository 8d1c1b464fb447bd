;; deviates: macro-shapes
(defmodule bad_defun (export (f 1)))
(defun f (x) x)
(defun g)
