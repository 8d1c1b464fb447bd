(defmodule undefined_struct (export (f 1)))
(defun f (x) (struct no_such_module a x))
