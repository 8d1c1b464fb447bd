(defmodule bad_attribute (export (f 1)) (vsn . 1))
(defun f (x) x)
