;; Recursion that is no loop.
(defmodule deep_recursion
  (export (main 0)))

(defun sum-to ((0) 0) ((n) (+ n (sum-to (- n 1)))))

(defun main ()
  (p (sum-to 20000))
  (p (length (build 5000))))

(defun build ((0) '()) ((n) (cons n (build (- n 1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
