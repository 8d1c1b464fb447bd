(defmodule macro_arguments (export (f 1)))
(defmacro m (x) x)
(defun f (x) (m x x))
