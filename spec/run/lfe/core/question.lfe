;; The receive macro ?.
(defmodule question
  (export (main 0)))

(defun main ()
  (! (self) 'first)
  (! (self) #(second))
  (p (?))
  (p (? 10))
  (p (? 1 'default))
  (p (try (? 1) (catch (`#(exit ,r ,_) (tuple 'exit r))))))

(defun p (term)
  (io:format "~p~n" (list term)))
