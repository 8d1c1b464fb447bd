(defmodule import_prefix (export (f 1)) (import (prefix lists l)))
(defun f (x) x)
