;; Registered processes: sending by name, names that are taken, free again after the end.
(defmodule registered_names
  (export (main 0)))

(defun echo () (receive ((tuple from m) (! from (tuple 'echo m)) (echo)) ('stop 'ok)))

(defun main ()
  (let ((pid (spawn (lambda () (echo)))))
    (p (register 'echo pid))
    (p (== (whereis 'echo) pid))
    (! 'echo (tuple (self) 'hello))
    (p (receive ((tuple 'echo m) m)))
    (p (reason (lambda () (register 'echo (self)))))
    (p (reason (lambda () (register 'other pid))))
    (p (lists:member 'echo (registered)))
    (let ((ref (erlang:monitor 'process 'echo)))
      (! 'echo 'stop)
      (receive ((tuple 'DOWN r _ (tuple name _) why) (when (=:= r ref)) (p (list name why)))))
    (p (whereis 'echo))
    (p (reason (lambda () (! 'echo 'lost))))
    (p (is_process_alive pid))
    (p (reason (lambda () (unregister 'echo))))))

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
