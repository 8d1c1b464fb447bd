;; Variables within a tuple literal are symbols.
(defmodule literal_tuples
  (export (main 0)))

(defun f
  ((#(a b)) 'literal)
  (((tuple a b)) (list a b)))

(defun main ()
  (p (f #(a b)))
  (p (f #(1 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
