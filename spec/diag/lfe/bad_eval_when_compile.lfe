(defmodule bad_eval_when_compile (export (f 1)))
(eval-when-compile (error 'oops))
(defun f (x) x)
