(defmodule redefine_spec (export (f 1)))
(defspec (f 1) (((integer)) (integer)))
(defspec (f 1) (((atom)) (atom)))
(defun f (x) x)
