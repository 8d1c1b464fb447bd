(defmodule spec_undefined (export (f 1)))
(defspec (g 1) (((integer)) (integer)))
(defun f (x) x)
