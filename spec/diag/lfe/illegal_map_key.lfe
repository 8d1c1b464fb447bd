(defmodule illegal_map_key (export (f 1)))
(defun f (((map k v)) (list k v)))
