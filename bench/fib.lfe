;; Doubly recursive Fibonacci: calls and small integer arithmetic.
(defmodule fib
  (export (main 0)))

(defun fib
  ((n) (when (< n 2)) n)
  ((n) (+ (fib (- n 1)) (fib (- n 2)))))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (fib 35))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
