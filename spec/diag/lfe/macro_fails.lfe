(defmodule macro_fails (export (f 1)))
(defmacro m (x) (error 'oops))
(defun f (x) (m x))
