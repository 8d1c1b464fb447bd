;; deviates: string-place
(defmodule unterminated_string (export (f 1)))
(defun f (x) "abc)
