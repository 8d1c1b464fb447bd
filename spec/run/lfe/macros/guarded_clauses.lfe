;; Clauses of macros with guards.
(defmodule guarded_clauses
  (export (main 0)))

(defmacro kind-of
  ((list x) (when (is_integer x)) ''integer)
  ((list x) (when (is_atom x)) ''variable)
  ((list (cons f _)) `'(call ,f))
  (_ ''many))

(defun main ()
  (p (list (kind-of 1) (kind-of x) (kind-of (f x)) (kind-of 1 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
