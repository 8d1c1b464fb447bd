(defmodule illegal_bit_segment (export (f 1)))
(defun f (((binary (a b))) a))
