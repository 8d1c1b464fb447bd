(defmodule bad_type (export (f 1)))
(deftype t (range a b))
(defun f (x) x)
