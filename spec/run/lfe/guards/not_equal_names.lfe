;; deviates: not-equal
;; Other names of the inequalities and of exact equality.
(defmodule not_equal_names
  (export (main 0)))

(defun f
  ((x y) (when (!= x y)) 'different)
  ((x y) (when (=== x y)) 'identical)
  ((_ _) 'equal))

(defun main ()
  (p (list (f 1 2) (f 1 1) (f 1 1.0)))
  (p (list (!= 1 1) (!== 1 1.0) (=== 1 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
