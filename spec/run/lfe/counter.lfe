;; A gen_server under a supervisor: counts, is killed, starts again from 0.
(defmodule counter
  (behaviour gen_server)
  (export (main 0)
          (start_link 0)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2) (terminate 2)
          (code_change 3)))

(defun start_link ()
  (gen_server:start_link #(local counter) 'counter 0 '()))

(defun init (n) `#(ok ,n))

(defun handle_call
  (('value _from state) `#(reply ,state ,state))
  ((`#(add ,n) _from state)
   (let ((new (+ state n)))
     `#(reply ,new ,new)))
  ((other _from state) `#(reply #(error ,other) ,state)))

(defun handle_cast
  (('increment state) `#(noreply ,(+ state 1)))
  (('reset _state) `#(noreply 0)))

(defun handle_info (_message state) `#(noreply ,state))

(defun terminate (_reason _state) 'ok)

(defun code_change (_old state _extra) `#(ok ,state))

(defun wait-for-restart (old)
  (case (whereis 'counter)
    ('undefined (timer:sleep 1) (wait-for-restart old))
    (pid (when (== pid old)) (timer:sleep 1) (wait-for-restart old))
    (pid pid)))

(defun main ()
  (let* ((`#(ok ,sup) (supervisor:start_link 'counter_sup '()))
         (first (whereis 'counter)))
    (io:format "~p~n" (list (gen_server:call 'counter 'value)))
    (gen_server:cast 'counter 'increment)
    (gen_server:cast 'counter 'increment)
    (io:format "~p~n" (list (gen_server:call 'counter #(add 40))))
    (io:format "~p~n" (list (gen_server:call 'counter 'what)))
    (exit first 'kill)
    (let ((second (wait-for-restart first)))
      (io:format "new process: ~p~n" (list (=/= first second)))
      (io:format "~p~n" (list (gen_server:call 'counter 'value)))
      (io:format "~p~n" (list (proplists:get_value 'active (supervisor:count_children sup)))))))

(defmodule counter_sup
  (behaviour supervisor)
  (export (init 1)))

(defun init (_)
  (let ((flags #M(strategy one_for_one intensity 3 period 5))
        (child #M(id counter start #(counter start_link ()))))
    `#(ok #(,flags (,child)))))
