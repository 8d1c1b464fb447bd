;; gen_event handlers in LFE: added, notified, called, swapped, removed.
(defmodule event_handlers
  (behaviour gen_event)
  (export (main 0) (init 1) (handle_event 2) (handle_call 2) (handle_info 2) (terminate 2)))

(defun init
  (((tuple 'from-swap n)) (tuple 'ok (+ 1000 n)))
  (((tuple n (tuple 'swapped m))) (tuple 'ok (+ n m)))
  ((n) (tuple 'ok n)))

(defun handle_event
  (((tuple 'add k) n) (tuple 'ok (+ n k)))
  (('remove-me n) (io:format "removing at ~p~n" (list n)) 'remove_handler)
  ((_ n) (tuple 'ok n)))

(defun handle_call (_ n) (tuple 'ok (tuple 'value n) n))
(defun handle_info (_ n) (tuple 'ok n))
(defun terminate
  (('swap n) (tuple 'swapped n))
  ((why n) (io:format "terminate ~p ~p~n" (list why n)) 'done))

(defun main ()
  (let (((tuple 'ok m) (gen_event:start)))
    (p (gen_event:add_handler m 'event_handlers 0))
    (p (gen_event:add_handler m '#(event_handlers b) 100))
    (gen_event:notify m #(add 5))
    (gen_event:sync_notify m #(add 6))
    (p (gen_event:call m 'event_handlers 'value))
    (p (gen_event:call m '#(event_handlers b) 'value))
    (p (gen_event:which_handlers m))
    (p (gen_event:delete_handler m '#(event_handlers b) 'stop))
    (p (gen_event:call m '#(event_handlers b) 'value))
    (p (gen_event:swap_handler m '#(event_handlers swap) '#(event_handlers 7)))
    (gen_event:sync_notify m 'remove-me)
    (p (gen_event:which_handlers m))
    (gen_event:stop m)))

(defun p (term) (io:format "~p~n" (list term)))
