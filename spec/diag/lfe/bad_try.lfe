(defmodule bad_try (export (f 1)))
(defun f (x) (try x))
