;; Every way to write a number.
(defmodule number_literals
  (export (main 0)))

(defun main ()
  (p (list #b1010 #o17 #d10 #xFF #xff #36rZZ #2r101 #*101))
  (p (list +1 -2 #x-F #b-11))
  (p (list 1.0 -1.5 2.5e3 1.0e-3))
  (p (list '1+ '-1+ '1. '1e5 '+ '- '123foo)))

(defun p (term)
  (io:format "~p~n" (list term)))
