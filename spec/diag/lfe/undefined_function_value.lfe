(defmodule undefined_function_value (export (f 1)))
(defun f (x) (lists:map #'no-such/1 x))
