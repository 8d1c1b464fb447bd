;; deviates: core-form-macro
(defmodule defining_core_form (export (f 1)))
(defmacro if (x) x)
(defun f (x) x)
