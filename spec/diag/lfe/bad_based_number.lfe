(defmodule bad_based_number (export (f 1)))
(defun f (x) #b123)
