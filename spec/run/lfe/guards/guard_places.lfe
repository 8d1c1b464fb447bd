;; Guards after bindings, generators, arguments of lambdas, exceptions, messages: several tests each.
(defmodule guard_places
  (export (main 0)))

(defun f
  ((x y) (when (> x y) (is_integer x)) 'larger)
  ((x y) (when (=:= x y)) 'same)
  ((_ _) (when) 'always))


(defun main ()
  (p (list (f 2 1) (f 1 1) (f 1 2)))
  (p (let ((x (when (is_integer x) (> x 0)) 5)) x))
  (p (lc ((<- x (when (> x 1) (< x 4)) '(0 1 2 3 4))) x))
  (p (lc ((<- (tuple a b) (when (< a b)) '(#(1 2) #(2 1) z #(0 9)))) (+ a b)))
  (p (bc ((<= (binary (x (size 8))) (when (> x 98)) #"abcd")) (binary (x (size 8)))))
  (p (funcall (match-lambda ((x) (when (is_list x) (> (length x) 2)) 'long) ((x) (when (is_list x)) 'short) ((_) 'no)) '(1 2)))
  (! (self) 1) (! (self) 5)
  (p (receive (x (when (> x 3)) x)))
  (p (try (throw 7) (catch (`#(throw ,n ,_) (when (< n 5)) 'small) (`#(throw ,n ,_) (when (> n 5)) 'large))))
  (p (try 7 (case (n (when (< n 5)) 'small) (n (when (>= n 5)) 'large)) (catch (_ 'no))))
  (p (flet ((g ((x) (when (== x 1)) 'one) ((_) 'other))) (list (g 1) (g 2))))
  (p (maybe (?= x 3) (> x 1) (else ((_) 'no))))
  (p (maybe (?= 4 3) (else ((x) (when (> x 3)) 'large) ((x) (when (== x 3)) (list 'three x))))))

(defun p (term) (io:format "~p~n" (list term)))
