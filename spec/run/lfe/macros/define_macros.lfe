;; Macros that make macros.
(defmodule define_macros
  (export (main 0)))

(defmacro defconstant (name value)
  `(defmacro ,name () ,value))

(defconstant answer 42)

(defmacro deftagger (name tag)
  `(defmacro ,name (x) (list 'tuple '',tag x)))

(deftagger ok-of ok)

(defun main ()
  (p (answer))
  (p (ok-of 1)))

(defun p (term)
  (io:format "~p~n" (list term)))
