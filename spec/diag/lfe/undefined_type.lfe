;; deviates: unused-with-errors
(defmodule undefined_type (export (f 1)))
(deftype t (no-such))
(defun f (x) x)
