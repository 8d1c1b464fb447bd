;; list*, ++ and cons as patterns for prefixes of strings and lists, nested and with guards.
(defmodule list_star_and_append
  (export (main 0)))

(defun command
  (((++ "get " key)) (tuple 'get key))
  (((++ "set " (cons k (++ "=" v)))) (tuple 'set k v))
  (((++ '(1 2) (cons x _))) (tuple 'after-1-2 x))
  (((list* #\! #\! rest)) (when (/= rest "")) (tuple 'bang rest))
  (("quit") 'quit)
  (((list* a b ())) (list 'two a b))
  (((list* a ())) (list 'one a))
  ((_) 'unknown))

(defun main ()
  (lists:foreach (lambda (s) (io:format "~p~n" (list (command s))))
                 '("get name" "set x=5" "set y" "!!again" "!!" "quit" (1 2 3 4) (1 2) (9) () "get ")))
