;; Literals of the reader within one another.
(defmodule tuples_and_maps
  (export (main 0)))

(defun main ()
  (p '#(a #(b) [c] #M(d e)))
  (p #M(#(k) "v" (l) #"w"))
  (p '(#(1) . #M()))
  (p '#m(a 1))
  (p '#B(1 (2 (size 16)))))

(defun p (term)
  (io:format "~p~n" (list term)))
