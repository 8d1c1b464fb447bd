;; 500,000 processes, one after the other: each sends a message and exits.
(defmodule spawn
  (export (main 0)))

(defun repeat
  ((0 _) 'done)
  ((n self)
   (erlang:spawn (lambda () (! self n)))
   (receive (_ (repeat (- n 1) self)))))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (repeat 500000 (self)))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
