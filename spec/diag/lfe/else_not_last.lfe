(defmodule else_not_last (export (f 1)))
(defun f (x) (cond (else 1) (x 2)))
