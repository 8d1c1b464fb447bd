;; A server loop with calls, casts, timeouts and a crash that its client sees.
(defmodule key_value_server
  (export (main 0) (init 1)))

(defun start () (spawn 'key_value_server 'init (list #M())))

(defun init (state) (loop state))

(defun loop (state)
  (receive
    ((tuple 'call ref from (tuple 'put k v))
     (! from (tuple ref 'ok))
     (loop (map-set state k v)))
    ((tuple 'call ref from (tuple 'get k))
     (! from (tuple ref (maps:find k state)))
     (loop state))
    ((tuple 'call ref from 'size)
     (! from (tuple ref (map-size state)))
     (loop state))
    ((tuple 'cast (tuple 'delete k)) (loop (map-remove state k)))
    ((tuple 'cast 'crash) (exit 'crashed))
    (other (io:format "unknown ~p~n" (list other)) (loop state))
    (after 5000 'idle)))

(defun request (pid what)
  (let ((ref (erlang:monitor 'process pid)))
    (! pid (tuple 'call ref (self) what))
    (receive
      ((tuple r answer) (when (=:= r ref)) (erlang:demonitor ref '(flush)) answer)
      ((tuple 'DOWN r _ _ why) (when (=:= r ref)) (tuple 'error why)))))

(defun main ()
  (let ((pid (start)))
    (p (request pid #(put a 1)))
    (p (request pid #(put b #(2))))
    (p (request pid #(get b)))
    (p (request pid #(get z)))
    (! pid #(cast #(delete a)))
    (p (request pid 'size))
    (! pid 'nonsense)
    (p (request pid 'size))
    (let ((ref (erlang:monitor 'process pid)))
      (! pid #(cast crash))
      (receive ((tuple 'DOWN r _ _ why) (when (=:= r ref)) (p why))))
    (p (request pid 'size))))

(defun p (term) (io:format "~p~n" (list term)))
