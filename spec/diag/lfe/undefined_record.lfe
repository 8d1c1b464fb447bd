(defmodule undefined_record (export (f 1)))
(defun f (x) (record r a x))
