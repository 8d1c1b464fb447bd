;; define-syntax with recursive patterns, ellipses inside tuples and lists, begin and define of scm.
(defmodule scm_macros
  (export (main 0)))

(include-lib "lfe/include/scm.lfe")

(define-syntax my-or
  (syntax-rules
    (() 'false)
    ((e) e)
    ((e es |...|) (let ((t e)) (if t t (my-or es |...|))))))

(define-syntax my-let
  (syntax-rules
    ((((n v) |...|) b |...|) (funcall (lambda (n |...|) b |...|) v |...|))))

(defsyntax swap-pairs
  (((a b) |...|) (list (tuple b a) |...|)))

(define-syntax unless*
  (macro
    ((list* test body) `(if ,test 'nothing (begin ,@body)))))

(define (square x) (* x x))

(defun main ()
  (p (list (my-or) (my-or 'true) (my-or 'false (> 2 1) (error 'never))))
  (p (my-let ((x 1) (y 2)) (io:format "~p " (list x)) (+ x y)))
  (p (swap-pairs (1 2) (3 4)))
  (p (unless* (> 1 2) 'a 'b))
  (p (begin 1 2 (square 3))))

(defun p (term) (io:format "~p~n" (list term)))
