(defmodule module_alias_twice (export (f 1)) (module-alias (lists l) (string l)))
(defun f (x) x)
