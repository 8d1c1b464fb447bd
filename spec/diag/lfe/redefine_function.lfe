(defmodule redefine_function (export (f 1)))
(defun f (x) x)
(defun f (y) y)
