(defmodule unmatched_clause (export (f 1)))
(defun f ((x) x) ((y) y))
