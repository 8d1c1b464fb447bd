(defmodule endless (export (main 0)))
(defmacro spin (x) (turn x))
(eval-when-compile (defun turn (x) (turn x)))
(defun main () (spin 3))
