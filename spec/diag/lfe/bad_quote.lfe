(defmodule bad_quote (export (f 1)))
(defun f (x) (quote))
