;; deviates: comparisons
;; Comparisons of more than two terms compare all neighbours; inequalities all pairs.
(defmodule comparison_chains
  (export (main 0)))

(defun f (x y z)
  (list (< x y z) (=< x y z) (> x y z) (>= x y z) (== x y z) (=:= x y z) (/= x y z) (=/= x y z)))

(defun guarded
  ((x y z) (when (< x y z)) 'rising)
  ((x y z) (when (== x y z)) 'equal)
  ((x y z) (when (/= x y z)) 'all-differ)
  ((_ _ _) 'none))

(defun main ()
  (p (f 1 2 3))
  (p (f 3 2 3))
  (p (f 1 1 1.0))
  (p (f 1 2 1))
  (p (lists:map (lambda (l) (apply #'guarded/3 l)) '((1 2 3) (1 1 1) (3 1 2) (1 2 1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
