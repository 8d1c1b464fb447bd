;; Parts of a module definition further down.
(defmodule extend
  (export (main 0)))

(extend-module () ((export (later 0)) (import (from lists (sum 1)))))

(defun main ()
  (p (extend:later)))

(defun later () (sum '(1 2 3)))

(defun p (term)
  (io:format "~p~n" (list term)))
