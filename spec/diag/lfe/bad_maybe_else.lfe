(defmodule bad_maybe_else (export (f 1)))
(defun f (x) (maybe x (else x)))
