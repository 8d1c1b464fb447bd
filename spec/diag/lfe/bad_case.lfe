(defmodule bad_case (export (f 1)))
(defun f (x) (case x))
