;; Macros make patterns.
(defmodule macros
  (export (main 0)))

(defmacro pair (a b) `(tuple 'pair ,a ,b))
(defmacro ok (x) `(tuple 'ok ,x))

(defun f
  (((pair (ok a) b)) (list a b))
  (((ok x)) x)
  ((_) 'none))

(defun main ()
  (p (f (pair (ok 1) 2)))
  (p (f (ok 3)))
  (p (f 4)))

(defun p (term)
  (io:format "~p~n" (list term)))
