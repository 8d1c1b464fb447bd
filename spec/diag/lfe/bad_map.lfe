(defmodule bad_map (export (f 1)))
(defun f (x) (map x))
