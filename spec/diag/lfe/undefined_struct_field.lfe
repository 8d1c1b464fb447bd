(defmodule undefined_struct_field (export (f 1)))
(defstruct a)
(defun f (x) (struct undefined_struct_field b x))
