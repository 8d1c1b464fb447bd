(defmodule bad_let_binding (export (f 1)))
(defun f (x) (let ((y)) y))
