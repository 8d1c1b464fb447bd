;; Macros that expand to progn at the top level: functions, macros used further down, nested progn, nothing.
(defmodule expand_to_progn
  (export (main 0)))

(defmacro def2 (a b)
  `(progn (defun ,a () ',a) (progn (defun ,b () (list ',b (,a))))))

(def2 one two)

(defmacro define-both (name)
  `(progn
     (defmacro ,(list_to_atom (++ (atom_to_list name) "-macro")) (x) (list 'list '',name x))
     (defun ,name (x) (,(list_to_atom (++ (atom_to_list name) "-macro")) (+ x 1)))))

(define-both thing)

(progn)

(defmacro nothing () '(progn))
(nothing)

(progn
  (defmacro later (x) `(tuple 'later ,x))
  (defun use-later (x) (later x)))

(defun main ()
  (p (list (one) (two) (thing 1) (thing-macro 5) (use-later 2))))

(defun p (term) (io:format "~p~n" (list term)))
