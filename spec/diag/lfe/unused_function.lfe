(defmodule unused_function (export (f 1)))
(defun f (x) x)
(defun g (x) x)
