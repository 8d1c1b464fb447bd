(defmodule on_load_undefined (export (f 1)) (on_load (setup 0)))
(defun f (x) x)
