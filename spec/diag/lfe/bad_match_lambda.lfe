(defmodule bad_match_lambda (export (f 1)))
(defun f (x) (match-lambda x))
