(defmodule bad_binary_literal (export (f 1)))
(defun f (x) #B(a))
