(defmodule bad_pattern (export (f 1)))
(defun f ((a b)) a)
