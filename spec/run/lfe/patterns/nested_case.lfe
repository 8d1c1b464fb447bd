;; Variables of outer clauses are seen in inner guards and bodies.
(defmodule nested_case
  (export (main 0)))

(defun f (a b)
  (case a
    (`#(x ,n)
     (case b
       (`#(y ,m) (when (> m n)) (tuple 'greater m n))
       (`#(y ,m) (tuple 'not m n))
       (_ n)))
    (_ 'none)))

(defun main ()
  (p (f #(x 1) #(y 2)))
  (p (f #(x 3) #(y 2)))
  (p (f #(x 3) 0))
  (p (f 0 0)))

(defun p (term)
  (io:format "~p~n" (list term)))
