;; The example of every manual.
(defmodule quicksort
  (export (main 0)))

(defun qsort
  (('()) '())
  (((cons h t))
   (++ (qsort (lc ((<- x t) (< x h)) x)) (list h) (qsort (lc ((<- x t) (>= x h)) x)))))

(defun main ()
  (p (qsort '(3 1 4 1 5 9 2 6 5 3 5))))

(defun p (term)
  (io:format "~p~n" (list term)))
