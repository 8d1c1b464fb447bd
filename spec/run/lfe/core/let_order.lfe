;; Bindings are evaluated from left to right, in the outer scope.
(defmodule let_order
  (export (main 0)))

(defun note (x)
  (io:format "~w " (list x))
  x)

(defun main ()
  (let ((a (note 1)) (b (note 2)) (c (note 3)))
    (p (list a b c)))
  (p (list (note 'a) (note 'b)))
  (p (tuple (note 1) (note 2)))
  (p (+ (note 1) (note 2) (note 3)))
  (p (- (note 10) (note 2) (note 3)))
  (p (note (note 7)))
  (p (funcall (lambda (a b) (list b a)) (note 1) (note 2)))
  (p (lists:append (note '(1)) (note '(2)))))

(defun p (term)
  (io:format "~p~n" (list term)))
