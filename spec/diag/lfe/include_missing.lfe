(defmodule include_missing (export (f 1)))
(include-file "no-such-file.lfe")
(defun f (x) x)
