(defmodule patterns (export (main 0)))
(defun main () (case 1 ((+ 1 2) ok) ((f x) ok)))
(defun g ((list x (lambda (y) y)) 1))
(defun h (x x (binary (y (size z))) 1) 1)
