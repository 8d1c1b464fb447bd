(defmodule illegal_pattern (export (f 1)))
(defun f (x) (case x ((+ a b) a)))
