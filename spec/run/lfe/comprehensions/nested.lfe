;; Comprehensions within comprehensions.
(defmodule nested
  (export (main 0)))

(defun triples (n)
  (lc ((<- a (lists:seq 1 n)) (<- b (lists:seq a n)) (<- c (lists:seq b n))
       (== (* c c) (+ (* a a) (* b b))))
    (tuple a b c)))

(defun main ()
  (p (triples 13))
  (p (lc ((<- x '(1 2 3))) (lc ((<- y (lists:seq 1 x))) (* x y))))
  (p (lc ((<- l '((1 2) (3) ()))) (length (lc ((<- e l)) e)))))

(defun p (term)
  (io:format "~p~n" (list term)))
