;; deviates: maybe-let
;; Steps within let.
(defmodule let_steps
  (export (main 0)))

(defun f (a b)
  (maybe
    (let ((n 10))
      (?= `#(ok ,x) a)
      (+ x n))
    (?= `#(ok ,y) b)
    y))

(defun main ()
  (p (f #(ok 1) #(ok 2)))
  (p (f 'no #(ok 2)))
  (p (f #(ok 1) 'nope)))

(defun p (term)
  (io:format "~p~n" (list term)))
