(defmodule bad_spec (export (f 1)))
(defspec (f 1) foo)
(defun f (x) x)
