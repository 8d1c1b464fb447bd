(defmodule try_case_only (export (f 1)))
(defun f (x) (try x (case (y y))))
