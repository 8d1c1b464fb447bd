;; Quoted data of every kind, and what needs no quote.
(defmodule quote
  (export (main 0)))

(defun main ()
  (p 'symbol)
  (p '|odd symbol|)
  (p '(a b (c . d)))
  (p '(1 . 2))
  (p '#(a b))
  (p '#M(k v))
  (p ''nested)
  (p '())
  (p ())
  (p #(a (b c)))
  (p #M(a 1 b (c)))
  (p "text")
  (p #"bytes")
  (p 12345678901234567890)
  (p 1.5e10))

(defun p (term)
  (io:format "~p~n" (list term)))
