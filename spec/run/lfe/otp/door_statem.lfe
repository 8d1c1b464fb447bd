;; A gen_statem in LFE with state functions, data, a state timeout and postponed events.
(defmodule door_statem
  (behaviour gen_statem)
  (export (main 0))
  (export (init 1) (callback_mode 0) (locked 3) (open 3) (terminate 3)))

(defun callback_mode () 'state_functions)
(defun init (code) (tuple 'ok 'locked (map 'code code 'typed ())))

(defun locked
  (('cast (tuple 'button d) (= data (map 'code code 'typed typed)))
   (let ((now (++ typed (list d))))
     (cond
       ((=:= now code)
        (io:format "open~n")
        (tuple 'next_state 'open (map-set data 'typed ()) '(#(state_timeout 30 lock))))
       ((>= (length now) (length code))
        (io:format "wrong~n")
        (tuple 'keep_state (map-set data 'typed ())))
       (else (tuple 'keep_state (map-set data 'typed now))))))
  (('cast 'enter _) (io:format "not yet~n") (tuple 'keep_state_and_data '(postpone)))
  (((tuple 'call from) 'state _) (tuple 'keep_state_and_data (list (tuple 'reply from 'locked)))))

(defun open
  (('state_timeout 'lock data) (io:format "lock again~n") (tuple 'next_state 'locked data))
  (('cast 'enter _) (io:format "entered~n") 'keep_state_and_data)
  (('cast (tuple 'button _) _) 'keep_state_and_data)
  (((tuple 'call from) 'state _) (tuple 'keep_state_and_data (list (tuple 'reply from 'open)))))

(defun terminate (why state _) (io:format "terminate ~p in ~p~n" (list why state)))

(defun main ()
  (let (((tuple 'ok pid) (gen_statem:start 'door_statem "12" ())))
    (io:format "~p~n" (list (gen_statem:call pid 'state)))
    (lists:foreach (lambda (d) (gen_statem:cast pid (tuple 'button d))) "34")
    (gen_statem:cast pid 'enter)
    (lists:foreach (lambda (d) (gen_statem:cast pid (tuple 'button d))) "12")
    (io:format "~p~n" (list (gen_statem:call pid 'state)))
    (timer:sleep 100)
    (io:format "~p~n" (list (gen_statem:call pid 'state)))
    (gen_statem:stop pid)))
