(defmodule bad_application (export (f 1)))
(defun f (x) ((lambda (y) y) x))
