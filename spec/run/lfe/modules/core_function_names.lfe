;; Functions with the names of local variables, macros of records and keywords.
(defmodule core_function_names
  (export (main 0)))

(defun test (x) (list 'test x))
(defun after (x) (list 'after x))
(defun set (x) (list 'set x))
(defun doc (x) (list 'doc x))

(defun main ()
  (p (test 1))
  (p (after 2))
  (p (set 3))
  (p (doc 4)))

(defun p (term)
  (io:format "~p~n" (list term)))
