;; (= pattern pattern)
(defmodule alias
  (export (main 0)))

(defun f
  (((= (cons h _) all)) (tuple h all))
  (((= whole (tuple a b))) (tuple whole a b))
  (((= 5 x)) (tuple 'five x))
  (((= (tuple a _ _) (tuple _ b _))) (tuple a b))
  ((x) x))

(defun main ()
  (p (lists:map #'f/1 (list '(1 2) #(a b) 5 #(1 2 3) 'z)))
  (p (let (((= `(,a ,b) l) '(1 2))) (list a b l))))

(defun p (term)
  (io:format "~p~n" (list term)))
