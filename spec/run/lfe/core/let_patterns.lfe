;; Patterns and guards in let: what matches, what does not, and with which error.
(defmodule let_patterns
  (export (main 0)))

(defrecord point x y)

(defun main ()
  (p (let (((cons a _) '(1 2 3)) ((tuple b c) #(4 5))) (list a b c)))
  (p (let (((= (cons h _) all) '(1 2))) (tuple h all)))
  (p (let ((`#(ok ,v) #(ok 7)) (`(,x . ,y) '(a . b))) (list v x y)))
  (p (let (((match-point x x) (make-point x 1 y 2))) x))
  (p (let (((map 'k v) #M(k 5 l 6))) v))
  (p (let (((binary (a (size 4)) (b (size 4))) #"A")) (tuple a b)))
  (p (let ((n (when (> n 3)) 5)) n))
  (p (fails (lambda () (let ((n (when (> n 3)) 2)) n))))
  (p (fails (lambda () (let (((tuple a b) #(1 2 3))) (+ a b)))))
  (p (fails (lambda () (let (((list a) '())) a))))
  (p (fails (lambda () (let ((x 1) (2 (three))) x))))
  (p (let ((x 1)) (let ((x (+ x 1)) (y x)) (list x y))))
  (p (let* ((x 1) (x (+ x 1)) ((list y z) (list x (* x x)))) (list x y z)))
  (p (let* () 'empty))
  (p (let ((_ 1) (_ 2)) 'twice)))

(defun three () 3)

(defun fails (f)
  (try (funcall f)
    (case (value (tuple 'value value)))
    (catch ((tuple class reason _) (tuple class reason)))))

(defun p (term) (io:format "~p~n" (list term)))
