;; Tests that stop early.
(defmodule andalso
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun say (x)
  (io:format "~w~n" (list x))
  x)

(defun main ()
  (p (andalso (say 'true) (say 'true) (say 'false) (say 'true)))
  (p (orelse (say 'false) (say 'true) (say 'false)))
  (p (andalso 'true 5))
  (p (orelse 'false 'x))
  (p (and 'true 'false))
  (p (or 'true 'false 'false))
  (p (xor 'true 'true))
  (p (not 'true))
  (p (reason (andalso (say 5) 'true)))
  (p (reason (and (say 'true) (say 5)))))

(defun p (term)
  (io:format "~p~n" (list term)))
