(defmodule bad_after (export (f 1)))
(defun f (x) (receive (after)))
