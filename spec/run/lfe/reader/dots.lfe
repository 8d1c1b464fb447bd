;; Where a dot is a token of its own.
(defmodule dots
  (export (main 0)))

(defun main ()
  (p '(a . b))
  (p '(a .b))
  (p '(a b . (c d)))
  (p '(1.5 . 2.5))
  (p '(a.b c.))
  (p '(x .5))
  (p '|...|))

(defun p (term)
  (io:format "~p~n" (list term)))
