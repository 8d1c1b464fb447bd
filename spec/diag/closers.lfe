(defmodule closers (export (main 0)))
(defun main () ok))
(defun f () [1 2))
