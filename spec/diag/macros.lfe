(defmodule macros (export (main 0)))
(defmacro boom (x) (car x))
(defmacro loop (x) `(loop ,x))
(defun main () (boom 1) (loop 2))
