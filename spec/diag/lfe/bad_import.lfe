(defmodule bad_import (export (f 1)) (import (from)))
(defun f (x) x)
