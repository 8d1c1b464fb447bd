;; Imported functions, with and without new names.
(defmodule import
  (import (from lists (reverse 1) (filter 2))
          (rename lists ((max 1) largest) ((nth 2) at)))
  (export (main 0)))

(defun main ()
  (p (reverse '(1 2 3)))
  (p (filter (lambda (x) (> x 1)) '(1 2)))
  (p (largest '(1 5 2)))
  (p (at 2 '(a b c)))
  (p (filter #'is_atom/1 '(a 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
