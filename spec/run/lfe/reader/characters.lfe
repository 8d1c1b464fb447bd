;; Character literals.
(defmodule characters
  (export (main 0)))

(defun main ()
  (p (list #\a #\A #\0 #\( #\) #\; #\" #\' #\# #\| #\\))
  (p '(#\a#\b))
  (p #\n))

(defun p (term)
  (io:format "~p~n" (list term)))
