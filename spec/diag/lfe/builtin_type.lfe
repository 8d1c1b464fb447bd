(defmodule builtin_type (export (f 1)))
(deftype integer (atom))
(defun f (x) x)
