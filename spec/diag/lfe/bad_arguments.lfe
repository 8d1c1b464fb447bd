(defmodule bad_arguments (export (f 1)))
(defun f (x) (lambda (y 1) y))
