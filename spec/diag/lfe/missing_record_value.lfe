(defmodule missing_record_value (export (f 1)))
(defrecord r a)
(defun f (x) (make-r a))
