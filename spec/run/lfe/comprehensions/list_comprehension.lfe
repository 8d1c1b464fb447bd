;; List comprehensions: generators, filters, guards, patterns.
(defmodule list_comprehension
  (export (main 0)))

(defun main ()
  (p (lc ((<- x '(1 2 3))) (* x x)))
  (p (list-comp ((<- x '(1 2 3)) (<- y '(a b))) (tuple x y)))
  (p (lc ((<- x (lists:seq 1 10)) (== 0 (rem x 2)) (> x 4)) x))
  (p (lc ((<- `#(ok ,v) '(#(ok 1) #(error 2) #(ok 3)))) v))
  (p (lc ((<- x (when (is_atom x)) '(a 1 b))) x))
  (p (lc ((<- x '(1 2)) (<- y (lists:seq 1 x))) (list x y)))
  (p (lc () 1))
  (p (lc ((<- x '(1 2 3)) (<- x (list (* x 10)))) x))
  (p (lc ((<= (binary a b) #"abcd")) (tuple a b)))
  (p (lc ((<- (tuple a a) '(#(1 1) #(1 2)))) a)))

(defun p (term)
  (io:format "~p~n" (list term)))
