;; (++ "prefix" rest)
(defmodule string_prefix
  (export (main 0)))

(defun f
  (((++ "ab" rest)) (tuple 'ab rest))
  (((++ '(1 2) rest)) (tuple 'numbers rest))
  ((other) (tuple 'other other)))

(defun main ()
  (p (f "abc"))
  (p (f "ab"))
  (p (f '(1 2 x)))
  (p (f "ba")))

(defun p (term)
  (io:format "~p~n" (list term)))
