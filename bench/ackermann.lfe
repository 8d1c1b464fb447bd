;; Ackermann's function: deep recursion.
(defmodule ackermann
  (export (main 0)))

(defun ack
  ((0 n) (+ n 1))
  ((m 0) (ack (- m 1) 1))
  ((m n) (ack (- m 1) (ack m (- n 1)))))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (ack 3 10))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
