(defmodule illegal_guard_remote (export (f 1)))
(defun f ((x) (when (lists:member x '(1))) x))
