(defmodule reimport (export (f 1)) (import (from lists (reverse 1)) (from string (reverse 1))))
(defun f (x) x)
