;; A module extended by macros and include files: exports, attributes, types and imports added in between.
(defmodule extended_later
  (export (main 0)))

(defmacro export-this
  ((list name arity) `(extend-module () ((export (,name ,arity))))))

(defmacro defpub
  ((list* name args body)
   `(progn (export-this ,name ,(length args)) (defun ,name ,args ,@body))))

(defpub visible (x) (list 'visible x))
(defpub sum (a b) (+ a b))
(defun hidden () 'hidden)

(extend-module () ((import (from lists (reverse 1))) (note first)))
(extend-module () ((note second)))

(defun main ()
  (p (extended_later:visible 1))
  (p (call 'extended_later 'sum 1 2))
  (p (try (call 'extended_later 'hidden) (catch (`#(error ,r ,_) r))))
  (p (hidden))
  (p (reverse '(1 2)))
  (p (proplists:get_all_values 'note (extended_later:module_info 'attributes))))

(defun p (term) (io:format "~p~n" (list term)))
