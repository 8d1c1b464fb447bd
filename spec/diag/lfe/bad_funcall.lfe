(defmodule bad_funcall (export (f 1)))
(defun f (x) (funcall))
