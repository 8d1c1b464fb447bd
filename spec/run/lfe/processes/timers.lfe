;; send_after, cancel_timer, start_timer, timeouts that messages beat, and the process dictionary.
(defmodule timers
  (export (main 0)))

(defun main ()
  (erlang:send_after 10 (self) 'second)
  (erlang:send_after 1 (self) 'first)
  (p (list (receive (x x)) (receive (x x))))
  (let ((ref (erlang:start_timer 1 (self) 'payload)))
    (receive ((tuple 'timeout r m) (p (list (=:= r ref) m)))))
  (let ((ref (erlang:send_after 60000 (self) 'never)))
    (p (list (is_integer (erlang:cancel_timer ref)) (erlang:cancel_timer ref))))
  (p (receive ('never 1) (after 5 'timeout)))
  (! (self) 'quick)
  (p (receive ('quick 'beat-it) (after 60000 'timeout)))
  (put 'a 1)
  (p (list (put 'a 2) (get 'a) (get 'b) (erase 'a) (get 'a)))
  (let (((tuple ms v) (timer:tc (lambda () (timer:sleep 3) 'slept))))
    (p (list (>= ms 3000) v)))
  (p (is_integer (erlang:monotonic_time 'millisecond))))

(defun p (term) (io:format "~p~n" (list term)))
