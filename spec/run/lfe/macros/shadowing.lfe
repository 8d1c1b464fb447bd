;; Local functions hide macros and the other way round.
(defmodule shadowing
  (export (main 0)))

(defmacro m (x) `(tuple 'macro ,x))

(defun main ()
  (p (m 1))
  (p (flet ((m (x) (tuple 'function x))) (m 1)))
  (p (flet ((n (x) (tuple 'function x)))
       (macrolet ((n (x) `(tuple 'local-macro ,x))) (n 1))))
  (p (macrolet ((m (x) `(tuple 'inner ,x))) (m 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
