(defmodule undefined_function_arity (export (f 1)))
(defun f (x) (g x 1))
(defun g (x) x)
