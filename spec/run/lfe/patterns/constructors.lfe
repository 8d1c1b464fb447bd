;; cons, list, list*, tuple and backquote in patterns.
(defmodule constructors
  (export (main 0)))

(defun f
  (((list 'one a)) (tuple 'one a))
  (((list* 'more a b r)) (tuple 'more a b r))
  (((cons 'pair t)) (tuple 'pair t))
  (((tuple 'two a (tuple b c))) (tuple a b c))
  ((`(three ,a ,b . ,c)) (tuple 'three a b c))
  ((`#(four ,a (,b x ,c))) (tuple 'four a b c))
  ((x) x))

(defun main ()
  (p (f '(one 1)))
  (p (f '(more 1 2 3 4)))
  (p (f '(pair 1)))
  (p (f #(two 1 #(2 3))))
  (p (f '(three 1 2 3 4)))
  (p (f #(four 1 (2 x 3))))
  (p (f #(four 1 (2 y 3)))))

(defun p (term)
  (io:format "~p~n" (list term)))
