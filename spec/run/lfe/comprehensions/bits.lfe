;; Bit generators end where the pattern no longer fits.
(defmodule bits
  (export (main 0)))

(defun main ()
  (p (lc ((<= (binary (x (size 16))) #"abcde")) x))
  (p (lc ((<= (binary 1 x) (binary 1 2 3 4 1 5))) x))
  (p (lc ((<= (binary (x (size 3))) (binary 255))) x))
  (p (lc ((<= (binary (x float)) (binary (1.0 float) (2.0 float)))) x)))

(defun p (term)
  (io:format "~p~n" (list term)))
