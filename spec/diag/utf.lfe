(defmodule utf (export (main 0)))
(defun main () "aÿþb")
