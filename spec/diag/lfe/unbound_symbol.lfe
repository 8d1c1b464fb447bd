(defmodule unbound_symbol (export (f 1)))
(defun f (x) (+ x y))
