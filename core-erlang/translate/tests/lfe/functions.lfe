(defmodule functions (export (run 0)) (import (from lists (reverse 1)) (rename ordsets ((union 2) join))))

(defun try-it (f)
  (try (funcall f)
    (catch
      ((tuple class (tuple 'badarity _) _) (tuple class 'badarity))
      ((tuple class reason _) (tuple class reason)))))

(defun clauses
  ((0 _) 'zero)
  ((n n) (tuple 'same n))
  (((cons h t) n) (when (is_atom h)) (tuple h t n))
  ((n m) (when (> n m)) 'greater))

;; A local function may be named like a BIF.
(defun abs (x) (tuple 'abs x))

(defun captures ()
  (let ((y 10))
    (flet ((f (x) (+ x y)))
      (let ((y 20))
        (tuple (f 1) y)))))

(defun nested ()
  (flet ((f (x) (* x 2)) (f (x y) (+ x y)))
    (flet ((g (x) (f (f x) 1)) (f (x) (- (f x))))
      (list (f 3) (g 3) (f 1 2) (lists:map #'f/1 '(1 2))))))

(defun recursive (n)
  (fletrec ((even? ((0) 'true) ((n) (odd? (- n 1))))
            (odd? ((0) 'false) ((n) (even? (- n 1)))))
    (list (even? n) (odd? n) (funcall #'even?/1 n))))

(defun shadow (x)
  (let ((f (lambda (x) (let ((x (+ x 1))) (case x (x (* x 2)))))))
    (list x (funcall f x) (funcall (lambda (_ _ z) z) 1 2 3)
          (funcall (match-lambda ((1 _) 'one) ((_ y) (when (> y 1)) y)) x 3))))

(defun adder (n) (lambda (m) (+ n m)))

(defun apply-all (f)
  (try-it (lambda () (funcall f 1))))

(defun run ()
  (list
    (clauses 0 1) (clauses 2 2) (clauses '(a b) 1) (clauses 2 1)
    (try-it (lambda () (clauses 1 2)))
    (abs -1) (funcall #'abs/1 -1) (erlang:abs -1) (captures) (nested) (recursive 10) (shadow 1)
    (funcall (adder 1) 2) (reverse '(1 2)) (join '(a) '(b))
    (lists:map #'apply-all/1 (list (adder 5) 'x (lambda (_ _) 1) #'erlang:abs/1
                                   (match-lambda ((2) 'two))))
    (funcall #'lists:reverse/1 '(1 2)) (funcall #'reverse/1 '(1 2))
    (let ((m 'lists) (f 'reverse)) (call m f '(1 2)))
    (let ((m 'lists)) (call m 'nth 1 '(1 2)))
    (: lists nth 2 '(1 2))
    (try-it (lambda () (call 1 'f)))
    (try-it (lambda () (no:such 1)))
    (is_function (fun adder 1) 1)
    (funcall (funcall (fun adder 1) 1) 1)))
