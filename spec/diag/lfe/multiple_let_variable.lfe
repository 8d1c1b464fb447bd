;; deviates: let-variables
(defmodule multiple_let_variable (export (f 1)))
(defun f (x) (let ((y 1) (y 2)) (list x y)))
