;; Macros by syntax rules.
(defmodule scm_syntax_rules
  (export (main 0)))

(include-lib "lfe/include/scm.lfe")

(define-syntax my-or
  (syntax-rules
    (() 'false)
    ((e) e)
    ((e es |...|) (if e 'true (my-or es |...|)))))

(define-syntax my-let
  (syntax-rules
    ((((n v) |...|) b |...|) (funcall (lambda (n |...|) b |...|) v |...|))))

(defsyntax swap
  ((a b) (tuple b a))
  ((a) (tuple a)))

(define-syntax by-macro
  (macro ((list a) `(list ,a)) ((list a b) `(tuple ,a ,b))))

(define (square x) (* x x))

(defun main ()
  (p (list (my-or) (my-or 'true) (my-or 'false 'true)))
  (p (my-let ((a 1) (b 2)) (+ a b)))
  (p (list (swap 1 2) (swap 1)))
  (p (list (by-macro 1) (by-macro 1 2)))
  (p (list (square 3) (begin 1 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
