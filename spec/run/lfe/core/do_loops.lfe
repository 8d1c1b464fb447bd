;; do with several variables, steps that see each other's old values, the state, lists and nested loops.
(defmodule do_loops
  (export (main 0)))

(defun main ()
  (p (do ((n 0 (+ n 1)) (squares () (cons (* n n) squares))) ((>= n 5) (lists:reverse squares))))
  (p (do ((a 0 b) (b 1 (+ a b)) (n 0 (+ n 1))) ((== n 20) a)))
  (p (do ((rest '(3 1 2) (cdr rest)) (sum 0 do-state)) ((== rest ()) sum) (+ sum (car rest))))
  (p (do ((i 0 (+ i 1)) (rows () (cons do-state rows)))
         ((== i 3) (lists:reverse rows))
       (do ((j 0 (+ j 1)) (row () (cons (* i j) row))) ((== j 3) (lists:reverse row)))))
  (p (do ((i 3 (- i 1))) ((== i 0) 'done) (io:format "~p " (list i))))
  (p (let ((limit 4)) (do ((x 1 (* x 3))) ((> x limit) x)))))

(defun p (term) (io:format "~p~n" (list term)))
