(defmodule bad_prog1 (export (f 1)))
(defun f (x) (prog1))
