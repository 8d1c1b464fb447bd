(defmodule documented
  "Numbers that are documented.

  They have `code`."
  (export (half 1) (limits 0) (limits 2) (plain 1))
  (export-macro twice))

(defun half (x)
  "Half of x.

More about it."
  (/ x 2))

(defun limits () '(0 1))

(defun limits
  "Limits between."
  ((a b) (list a b)))

(defun plain (x) x)

(defmacro twice (x)
  "The form two times."
  `(progn ,x ,x))
