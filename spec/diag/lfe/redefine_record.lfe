(defmodule redefine_record (export (f 1)))
(defrecord r a)
(defrecord r b)
(defun f (x) x)
