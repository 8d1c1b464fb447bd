(defmodule bad_let (export (f 1)))
(defun f (x) (let x x))
