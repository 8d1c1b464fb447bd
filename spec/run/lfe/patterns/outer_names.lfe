;; A pattern never compares with a variable outside it: guards do that.
(defmodule outer_names
  (export (main 0)))

(defun main ()
  (let ((x 1) (y 2))
    (p (case 5 (x x)))
    (p (case 5 (z (when (== z x)) 'same) (_ 'different)))
    (p (funcall (lambda (x) (* x 10)) 7))
    (p (lc ((<- x '(a b))) x))
    (p (lc ((<- z '(1 2 3)) (== z x)) z))
    (p (let ((x (+ x 10))) (list x y)))
    (p (funcall (match-lambda ((y) (when (> y x)) (list y x)) ((_) x)) 9))
    (! (self) 3)
    (p (receive (x (list 'received x))))
    (p (try (throw 4) (catch ((tuple 'throw x _) (list 'caught x y)))))
    (p (cond ((?= (tuple x _) #(8 9)) (list x y)) (else 'no)))
    (p (maybe (?= (tuple 'ok x) #(ok 6)) (list x y)))
    (p (list x y))))

(defun p (term) (io:format "~p~n" (list term)))
