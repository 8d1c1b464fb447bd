(defmodule redefine_struct (export (f 1)))
(defstruct a)
(defstruct b)
(defun f (x) x)
