(defmodule illegal_bit_size (export (f 1)))
(defun f (((binary (a (size (+ 1 2))))) a))
