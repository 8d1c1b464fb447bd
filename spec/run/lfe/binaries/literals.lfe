;; Binary literals.
(defmodule literals
  (export (main 0)))

(defun main ()
  (p #B(1 2 3))
  (p #B("abc" (258 (size 16))))
  (p #B((5 (size 3))))
  (p #B())
  (p #b(1 2))
  (p #"text")
  (p #""))

(defun p (term)
  (io:format "~p~n" (list term)))
