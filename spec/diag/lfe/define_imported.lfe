(defmodule define_imported (export (f 1)) (import (from lists (reverse 1))))
(defun f (x) (reverse x))
(defun reverse (x) x)
