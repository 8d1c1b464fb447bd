(defmodule bit_unit_size (export (f 1)))
(defun f (((binary (a integer (unit 8)))) a))
