;; 500,000 gen_server calls.
(defmodule server
  (behaviour gen_server)
  (export (main 0) (init 1) (handle_call 3) (handle_cast 2)))

(defun init (_) `#(ok 0))

(defun handle_call (_ _ state)
  (let ((next (+ state 1)))
    `#(reply ,next ,next)))

(defun handle_cast (_ state) `#(noreply ,state))

(defun repeat
  ((0 _ last) last)
  ((n pid _) (repeat (- n 1) pid (gen_server:call pid 'next))))

(defun main ()
  (let* (((tuple 'ok pid) (gen_server:start_link 'server '() '()))
         (start (erlang:monotonic_time 'microsecond))
         (result (repeat 500000 pid 0))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
