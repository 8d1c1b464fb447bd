(defmodule redefine_type (export (f 1)))
(deftype t (atom))
(deftype t (integer))
(defun f (x) x)
