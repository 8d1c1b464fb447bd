(defmodule bad_export (export foo))
(defun f (x) x)
