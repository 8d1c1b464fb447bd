(defmodule undefined_bit_type (export (f 1)))
(defun f (x) (binary (x whole)))
