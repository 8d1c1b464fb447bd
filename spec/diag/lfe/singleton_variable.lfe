(defmodule singleton_variable (export (f 1)))
(deftype (t a) (list (integer)))
(defun f (x) x)
