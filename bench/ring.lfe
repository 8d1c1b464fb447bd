;; A ring of 1,000 processes around which a token goes 1,000 times.
(defmodule ring
  (export (main 0) (member 1)))

(defun member (next)
  (receive
    (0 (! next 0))
    (n (! next n)
       (member next))))

(defun build
  ((0 next) next)
  ((n next) (build (- n 1) (spawn 'ring 'member (list next)))))

(defun turn
  ((0 first) (! first 0) (receive (0 'done)))
  ((n first)
   (! first n)
   (receive (n (turn (- n 1) first)))))

(defun main ()
  (let* ((first (build 1000 (self)))
         (start (erlang:monotonic_time 'microsecond))
         (result (turn 1000 first))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
