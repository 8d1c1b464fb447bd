(defmodule bad_include (export (f 1)))
(include-file no-string)
(defun f (x) x)
