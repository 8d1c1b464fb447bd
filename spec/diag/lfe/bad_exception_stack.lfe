(defmodule bad_exception_stack (export (f 1)))
(defun f (x) (try x (catch ((tuple a b 1) a))))
