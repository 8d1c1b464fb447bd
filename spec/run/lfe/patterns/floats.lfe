;; Floats in patterns, guards and comparisons.
(defmodule floats
  (export (main 0)))

(defun f
  ((0.0) 'zero)
  ((1.5) 'one-and-a-half)
  ((x) (when (is_float x) (> x 100.0)) 'large)
  ((x) x))

(defun main ()
  (p (lists:map #'f/1 '(0.0 1.5 1000.0 0 2.5))))

(defun p (term)
  (io:format "~p~n" (list term)))
