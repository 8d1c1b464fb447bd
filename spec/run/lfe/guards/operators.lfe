;; Operators and functions in guards.
(defmodule operators
  (export (main 0)))

(defun f
  ((x y) (when (is_integer x) (=:= (+ x y 1) 10)) 'sum)
  ((x y) (when (is_list x) (> (length x) y)) 'longer)
  ((x _) (when (is_tuple x) (=:= (tref x 1) 'tag)) 'tagged)
  ((x _) (when (is_list x) (=:= (car x) 'a)) 'starts)
  ((x y) (when (=:= (list x y) '(m n))) 'list-equal)
  ((x y) (when (=:= (tuple y x) #(1 b))) 'tuple-equal)
  ((x y) (when (orelse (=:= x 'q) (=:= y 'q))) 'a-q)
  ((x y) (when (andalso (is_atom x) (is_atom y))) 'atoms)
  ((x _) (when (and (is_float x) (< x 0.0))) 'negative)
  ((_ _) 'none))

(defun main ()
  (p (f 4 5))
  (p (f '(1 2 3) 2))
  (p (f #(tag 1) 0))
  (p (f '(a) 9))
  (p (f 'm 'n))
  (p (f 'b 1))
  (p (f 1 'q))
  (p (f 'x 'y))
  (p (f -1.5 0))
  (p (f #(x) 0)))

(defun p (term)
  (io:format "~p~n" (list term)))
