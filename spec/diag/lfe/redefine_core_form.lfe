(defmodule redefine_core_form (export (f 1)))
(defun f (x) x)
(defun case (x) x)
