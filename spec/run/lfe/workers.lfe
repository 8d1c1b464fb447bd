;; Five processes send squares back; the replies add up to 55.
(defmodule workers
  (export (main 0)))

(defun start-worker (parent n)
  (spawn (lambda () (! parent (tuple n (* n n))))))

(defun collect
  ((0 sum) sum)
  ((n sum)
   (receive
     ((tuple _ square) (collect (- n 1) (+ sum square))))))

(defun main ()
  (let ((parent (self)))
    (lists:foreach (lambda (n) (start-worker parent n)) '(1 2 3 4 5))
    (io:format "sum: ~p~n" (list (collect 5 0)))))
