;; Functions and variables of expansion time.
(defmodule eval_when_compile
  (export (main 0)))

(eval-when-compile
  (defun square (x) (* x x))
  (defun squares (n) (lists:map (lambda (i) (square i)) (lists:seq 1 n)))
  (set base 100))

(defmacro table (n) `'(,@(squares n)))
(defmacro with-base (x) `(+ ,base ,x))

(defun main ()
  (p (table 5))
  (p (with-base 1)))

(defun p (term)
  (io:format "~p~n" (list term)))
