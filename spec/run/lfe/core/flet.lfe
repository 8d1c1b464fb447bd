;; Local functions, clauses, nesting, recursion.
(defmodule flet
  (export (main 0)))

(defun main ()
  (p (flet ((double (x) (* x 2))) (double 5)))
  (p (flet ((f ((0) 'zero) ((n) (when (> n 0)) 'more))) (list (f 0) (f 3))))
  (p (fletrec ((fact ((0) 1) ((n) (* n (fact (- n 1)))))) (fact 20)))
  (p (fletrec ((even? ((0) 'true) ((n) (odd? (- n 1))))
               (odd? ((0) 'false) ((n) (even? (- n 1)))))
       (list (even? 10) (odd? 10))))
  (p (flet* ((f (x) (+ x 1)) (g (x) (f (f x)))) (g 1)))
  (p (flet ((f (x) "doc" (* x 3))) (f 2)))
  (p (let-function ((h (lambda (x y) (- x y)))) (h 5 3)))
  (p (letrec-function ((len (match-lambda (('() n) n) (((cons _ t) n) (len t (+ n 1))))))
       (len '(a b c) 0)))
  (p (flet ((f (x) (* x 2))) (lists:map #'f/1 '(1 2 3))))
  (p (flet ((f () 1)) (flet ((f () 2) (g () (f))) (list (f) (g)))))
  (p (let ((y 10)) (flet ((f (x) (+ x y))) (f 1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
