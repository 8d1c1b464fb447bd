(defmodule bad_definition (export (f 1)))
(defun f (x) x)
(defun 1 (x) x)
