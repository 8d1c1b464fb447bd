(defmodule bad_catch_clause (export (f 1)))
(defun f (x) (try x (catch ((tuple a b) a))))
