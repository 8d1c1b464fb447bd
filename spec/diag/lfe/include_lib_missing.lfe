(defmodule include_lib_missing (export (f 1)))
(include-lib "no-such/include/file.lfe")
(defun f (x) x)
