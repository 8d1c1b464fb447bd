;; Macros are expanded in guards.
(defmodule macros
  (export (main 0)))

(defmacro between (x a b) `(andalso (>= ,x ,a) (=< ,x ,b)))

(defun f
  ((x) (when (between x 1 10)) 'in)
  ((_) 'out))

(defun main ()
  (p (lists:map #'f/1 '(0 1 10 11))))

(defun p (term)
  (io:format "~p~n" (list term)))
