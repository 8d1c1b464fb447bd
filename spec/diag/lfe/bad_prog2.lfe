(defmodule bad_prog2 (export (f 1)))
(defun f (x) (prog2 x))
