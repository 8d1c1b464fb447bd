(defmodule redefine_core_function (export (f 1) (car 1)))
(defun f (x) x)
(defun car (x) x)
