;; Captured variables of every kind of scope.
(defmodule closures
  (export (main 0)))

(defun counter (n)
  (lambda () (+ n 1)))

(defun main ()
  (let* ((a 1) (f (lambda (b) (lambda (c) (list a b c)))))
    (p (funcall (funcall f 2) 3)))
  (p (funcall (counter 41)))
  (let ((fs (lists:map (lambda (n) (lambda () (* n n))) '(1 2 3))))
    (p (lists:map (lambda (f) (funcall f)) fs)))
  (case #(x 5)
    (`#(,k ,v) (p (funcall (lambda () (list k v))))))
  (p (let ((x 1)) (funcall (lambda (x) (* x 10)) 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
