(defmodule unterminated_list (export (f 1)))
(defun f (x) (list x)
