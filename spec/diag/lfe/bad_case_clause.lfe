(defmodule bad_case_clause (export (f 1)))
(defun f (x) (case x foo))
