;; Sum of 1 to 200,000,000 in a tail-recursive loop.
(defmodule sum
  (export (main 0)))

(defun sum
  ((0 acc) acc)
  ((n acc) (sum (- n 1) (+ acc n))))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (sum 200000000 0))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
