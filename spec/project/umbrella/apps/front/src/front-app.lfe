;; Starts last, says what it sees, and stops the program.
(defmodule front-app
  (behaviour application)
  (export (start 2) (stop 1)))

(defun start (type _)
  (io:format "front starts ~p~n" (list type))
  (io:format "~p~n" (list (application:get_env 'front 'greeting)))
  (io:format "~p~n" (list (application:get_env 'base 'level)))
  (io:format "~p~n" (list (application:get_key 'base 'vsn)))
  (io:format "~p~n" (list (application:get_key 'front 'modules)))
  (io:format "~p~n" (list (front_text:text)))
  (io:format "~p~n" (list (twice:both (+ 1 2))))
  (let ((pid (spawn_link (lambda () (timer:sleep 50) (init:stop)))))
    (tuple 'ok pid)))

(defun stop (_) (io:format "front stops~n"))
