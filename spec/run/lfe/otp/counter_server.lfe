;; A gen_server in LFE: calls, casts, info, timeouts, stop with a reply, terminate.
(defmodule counter_server
  (behaviour gen_server)
  (export (main 0) (start 1) (add 1) (value 0))
  (export (init 1) (handle_call 3) (handle_cast 2) (handle_info 2) (terminate 2) (code_change 3)))

(defrecord state (n 0) (log ()))

(defun start (n) (gen_server:start (tuple 'local 'counter) (MODULE) n ()))
(defun add (n) (gen_server:cast 'counter (tuple 'add n)))
(defun value () (gen_server:call 'counter 'value))

(defun init
  ((n) (when (< n 0)) (tuple 'stop 'negative))
  ((n) (tuple 'ok (make-state n n))))

(defun handle_call
  (('value _ (= (match-state n n) s)) (tuple 'reply n s))
  (('later from s) (spawn (lambda () (gen_server:reply from 'late-answer))) (tuple 'noreply s))
  (('stop _ s) (tuple 'stop 'normal 'stopping s))
  ((what _ s) (tuple 'reply (tuple 'unknown what) s)))

(defun handle_cast
  (((tuple 'add n) s) (tuple 'noreply (update-state s n (+ n (state-n s)) log (cons n (state-log s))))))

(defun handle_info
  (('timeout s) (io:format "timeout~n") (tuple 'noreply s))
  ((m s) (io:format "info ~p~n" (list m)) (tuple 'noreply s 1)))

(defun terminate (why s) (io:format "terminate ~p ~p~n" (list why (state-log s))))
(defun code_change (_ s _) (tuple 'ok s))

(defun main ()
  (logger:set_primary_config 'level 'none)
  (io:format "~p~n" (list (start -1)))
  (let (((tuple 'ok pid) (start 5)))
    (add 3)
    (add 4)
    (io:format "~p~n" (list (value)))
    (io:format "~p~n" (list (gen_server:call pid 'what)))
    (io:format "~p~n" (list (gen_server:call pid 'later)))
    (! pid 'hello)
    (timer:sleep 20)
    (io:format "~p~n" (list (gen_server:call pid 'stop)))
    (timer:sleep 5)
    (io:format "~p~n" (list (catch (gen_server:call 'counter 'value))))))
