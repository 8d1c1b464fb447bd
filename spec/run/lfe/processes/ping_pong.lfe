;; Two processes that count together, linked, with a monitor that sees the end.
(defmodule ping_pong
  (export (main 0) (pong 0)))

(defun pong ()
  (receive
    ((tuple 'ping n from)
     (! from (tuple 'pong n))
     (pong))
    ('stop (exit 'stopped))))

(defun ping
  ((0 pid) (! pid 'stop))
  ((n pid)
   (! pid (tuple 'ping n (self)))
   (receive ((tuple 'pong m) (when (=:= m n)) (io:format "pong ~p~n" (list m))))
   (ping (- n 1) pid)))

(defun main ()
  (let (((tuple pid ref) (spawn_monitor 'ping_pong 'pong ())))
    (ping 3 pid)
    (receive ((tuple 'DOWN r 'process p why) (when (=:= r ref) (=:= p pid)) (io:format "down: ~p~n" (list why)))))
  (process_flag 'trap_exit 'true)
  (let ((pid (spawn_link (lambda () (pong)))))
    (! pid 'stop)
    (receive ((tuple 'EXIT p why) (when (=:= p pid)) (io:format "exit: ~p~n" (list why)))))
  (let ((pid (spawn_link (lambda () (receive ('never 1))))))
    (exit pid 'kill)
    (receive ((tuple 'EXIT p why) (when (=:= p pid)) (io:format "killed: ~p~n" (list why))))))
