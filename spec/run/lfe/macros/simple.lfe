;; Macros of fixed arguments, of all arguments, and of clauses.
(defmodule simple
  (export (main 0)))

(defmacro twice (x) `(progn ,x ,x))
(defmacro all-of args `(list ,@args))
(defmacro choose
  ((list 'first a _) a)
  ((list 'second _ b) b)
  ((cons _ _) ''neither))
(defmacro my-if
  (`(,test ,yes) `(if ,test ,yes 'nothing))
  (`(,test ,yes ,no) `(if ,test ,yes ,no)))
(defmacro none () ''no-arguments)

(defun main ()
  (twice (io:format "x~n"))
  (p (all-of 1 2 (+ 1 2)))
  (p (all-of))
  (p (list (choose first 1 2) (choose second 1 2) (choose third 1 2)))
  (p (list (my-if 'true 1) (my-if 'false 1) (my-if 'false 1 2)))
  (p (none)))

(defun p (term)
  (io:format "~p~n" (list term)))
