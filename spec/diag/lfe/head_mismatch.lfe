(defmodule head_mismatch (export (f 1)))
(defun f ((x) x) ((x y) (list x y)))
