;; A macro for others.
(defmodule twice
  (export-macro both)
  (export (helper 1)))

(defun helper (x) (tuple 'helped x))

(defmacro both (form) `(list (twice:helper ,form) (twice:helper ,form)))
