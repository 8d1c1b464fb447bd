(defmodule bad_lambda (export (f 1)))
(defun f (x) (lambda))
