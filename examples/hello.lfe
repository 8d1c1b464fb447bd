(defmodule hello
  (export (main 0)))

(defun main ()
  (let ((parent (self)))
    (lists:foreach
      (lambda (n) (spawn (lambda () (! parent (tuple n (* n n))))))
      '(1 2 3 4 5))
    (io:format "Hello! The squares add up to ~p.~n" (list (collect 5 0)))))

(defun collect
  ((0 sum) sum)
  ((n sum) (receive ((tuple _ square) (collect (- n 1) (+ sum square))))))
