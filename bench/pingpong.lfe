;; A million messages there and back between two processes.
(defmodule pingpong
  (export (main 0) (pong 0)))

(defun pong ()
  (receive
    ((tuple 'ping from)
     (! from 'pong)
     (pong))
    ('stop 'ok)))

(defun ping
  ((0 to) (! to 'stop) 'done)
  ((n to)
   (! to (tuple 'ping (self)))
   (receive ('pong (ping (- n 1) to)))))

(defun main ()
  (let* ((to (spawn 'pingpong 'pong '()))
         (start (erlang:monotonic_time 'microsecond))
         (result (ping 1000000 to))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
