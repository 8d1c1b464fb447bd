;; Has a warning.
(defmodule warned (export (f 0)))
(defun f () 1)
(defun g () 2)
