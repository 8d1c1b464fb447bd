;; A message around a ring of processes several times.
(defmodule ring_of_processes
  (export (main 0)))

(defun station (next)
  (receive
    ((tuple 'token n path) (! next (tuple 'token (+ n 1) path)) (station next))
    ('stop (! next 'stop))))

(defun build
  ((0 first) first)
  ((n next) (build (- n 1) (spawn (lambda () (station next))))))

(defun turn
  ((_ 0 total) total)
  ((ring k total)
   (! ring (tuple 'token 0 'x))
   (receive ((tuple 'token n _) (turn ring (- k 1) (+ total n))))))

(defun main ()
  (let ((ring (build 50 (self))))
    (io:format "~p~n" (list (turn ring 4 0)))
    (! ring 'stop)
    (io:format "~p~n" (list (receive ('stop 'all-stopped))))))
