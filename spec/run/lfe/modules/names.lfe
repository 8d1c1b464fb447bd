;; Names of modules and functions with odd characters.
(defmodule names
  (export (main 0) (odd-name! 0) (|with space| 0)))

(defun odd-name! () 1)
(defun |with space| () 2)
(defun a->b? (x) x)
(defun 001-first () 'first)

(defun main ()
  (p (list (odd-name!) (|with space|) (a->b? 3) (001-first)))
  (p (names:odd-name!))
  (p (call 'names '|with space|)))

(defun p (term)
  (io:format "~p~n" (list term)))
