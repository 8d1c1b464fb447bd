;; What macros of the other module call while they are expanded; it has a macro that calls it, too.
(defmodule helper
  (export (twice 1) (names 1)))

(defun twice (form) (list 'progn form form))

(defun names (n)
  (lc ((<- i (lists:seq 1 n))) (list_to_atom (++ "v" (integer_to_list (numbers:plus i 0))))))
