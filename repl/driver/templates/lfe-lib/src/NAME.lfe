;; The library's functions.
(defmodule NAME
  (export (double 1)))

(defun double (number)
  (* 2 number))
