;; What linked processes see of each other's ends: normal, abnormal, killed, trapped, through a chain.
(defmodule links_and_exits
  (export (main 0)))

(defun first-of-chain (n why)
  (let* ((me (self))
         (pid (spawn (lambda () (process_flag 'trap_exit 'true)
                       (let ((p (spawn_link (lambda () (middle n why me))))) (receive ((tuple 'EXIT q r) (! me (tuple 'seen (== p q) r)))))))))
    pid))

(defun middle
  ((0 why me) (! me 'built) (exit why))
  ((n why me) (spawn_link (lambda () (middle (- n 1) why me))) (receive ('never 'ok) (after 500 'survived))))

(defun main ()
  (first-of-chain 3 'broken)
  (receive ('built 'ok))
  (p (receive ((tuple 'seen same why) (tuple same why))))
  (first-of-chain 0 'normal)
  (receive ('built 'ok))
  (p (receive ((tuple 'seen same why) (tuple same why))))
  (process_flag 'trap_exit 'true)
  (let ((pid (spawn_link (lambda () (receive ('stop 'ok))))))
    (exit pid 'reason)
    (p (receive ((tuple 'EXIT _ why) why))))
  (let ((pid (spawn_link (lambda () (process_flag 'trap_exit 'true) (receive (m (exit (tuple 'got (tref m 3)))))))))
    (timer:sleep 5)
    (exit pid 'trapped)
    (p (receive ((tuple 'EXIT _ why) why))))
  (let ((pid (spawn_link (lambda () (receive ('never 1))))))
    (unlink pid)
    (exit pid 'kill)
    (p (receive ((tuple 'EXIT _ why) why) (after 20 'nothing))))
  (let ((pid (spawn (lambda () 'done))))
    (timer:sleep 5)
    (link pid)
    (p (receive ((tuple 'EXIT _ why) why)))))

(defun p (term) (io:format "~p~n" (list term)))
