(defmodule bad_cond (export (f 1)))
(defun f (x) (cond x))
