(defmodule undefined_record_index (export (f 1)))
(defun f (x) (list x (record-index r a)))
