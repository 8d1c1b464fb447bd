;; Loops with do.
(defmodule do
  (export (main 0)))

(defun main ()
  (p (do ((n 0 (+ n 1)) (acc '() (cons n acc))) ((== n 5) (lists:reverse acc)) 'body))
  (p (do ((n 0 (+ n 1)) (sum 0 (+ sum do-state))) ((> n 4) sum) (* n n)))
  (p (do ((x 5 (- x 1))) ((== x 0) 'done) (io:format "~w " (list x)))))

(defun p (term)
  (io:format "~p~n" (list term)))
