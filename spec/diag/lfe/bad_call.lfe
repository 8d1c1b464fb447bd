(defmodule bad_call (export (f 1)))
(defun f (x) (call x))
