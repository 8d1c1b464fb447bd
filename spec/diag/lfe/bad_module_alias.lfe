(defmodule bad_module_alias (export (f 1)) (module-alias lists))
(defun f (x) x)
