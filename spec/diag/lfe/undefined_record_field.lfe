(defmodule undefined_record_field (export (f 1)))
(defrecord r a)
(defun f (x) (make-r b x))
