;; Documentation strings of macros.
(defmodule documentation
  (export (main 0)))

(defmacro documented (x)
  "Adds one."
  `(+ 1 ,x))

(defmacro by-clauses
  "Adds one or nothing."
  ((list x) `(+ 1 ,x))
  ((list) 0))

(defun main ()
  (p (list (documented 1) (by-clauses 2) (by-clauses))))

(defun p (term)
  (io:format "~p~n" (list term)))
