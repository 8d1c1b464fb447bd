(defmodule bad_function (export (f 1)))
(defun f (x) (function 1 x))
