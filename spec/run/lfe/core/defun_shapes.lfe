;; How arguments and clauses are told apart.
(defmodule defun_shapes
  (export (main 0)))

(defun no-arguments () 0)
(defun lambda-style (a b) (list a b))
(defun clause-style
  ((a) (when (is_atom a)) (list 'atom a))
  ((a) (list 'any a)))
(defun doc-style (x) "says what it does" (* x 2))
(defun doc-clauses
  "says what it does"
  ((0) 'zero)
  ((_) 'other))
(defun string-value (_) "the value")

(defun main ()
  (p (no-arguments))
  (p (lambda-style 1 2))
  (p (list (clause-style 'a) (clause-style 1)))
  (p (doc-style 4))
  (p (doc-clauses 0))
  (p (string-value 1)))

(defun p (term)
  (io:format "~p~n" (list term)))
