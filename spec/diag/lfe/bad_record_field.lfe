;; deviates: record-place
(defmodule bad_record_field (export (f 1)))
(defrecord r (a))
(defun f (x) x)
