(defmodule illegal_brace (export (f 1)))
(defun f (x) {x})
