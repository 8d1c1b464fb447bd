(defmodule bad_receive (export (f 1)))
(defun f (x) (receive x))
