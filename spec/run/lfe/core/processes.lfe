;; Spawn, links, monitors.
(defmodule processes
  (export (main 0)))

(defun main ()
  (let ((self (self)))
    (spawn (lambda () (! self #(from-child 1))))
    (receive (x (p x))))
  (let ((`#(,_ ,ref) (spawn_monitor (lambda () (exit 'bye)))))
    (receive (`#(DOWN ,r process ,_ ,why) (when (=:= r ref)) (p why))))
  (process_flag 'trap_exit 'true)
  (let ((pid (spawn_link (lambda () (exit #(went wrong))))))
    (receive (`#(EXIT ,from ,why) (when (=:= from pid)) (p why))))
  (register 'main-process (self))
  (! 'main-process 'by-name)
  (receive (m (p m))))

(defun p (term)
  (io:format "~p~n" (list term)))
