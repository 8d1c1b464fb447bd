(defmodule undefined_function (export (f 1)))
(defun f (x) (no-such x))
