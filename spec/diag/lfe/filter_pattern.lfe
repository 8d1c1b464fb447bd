(defmodule filter_pattern (export (f 1)))
(defun f (x) (lc ((<- 1)) x))
