;; Binary comprehensions.
(defmodule binary_comprehension
  (export (main 0)))

(defun main ()
  (p (bc ((<- x '(1 2 3))) (binary x)))
  (p (binary-comp ((<= (binary x) #"abc")) (binary ((- x 32)))))
  (p (bc ((<= (binary (x (size 4))) (binary 18 52))) (binary x)))
  (p (bc ((<= (binary x) #"a1b2") (> x 60)) (binary x)))
  (p (bc ((<- x '(1 2)) (<- y '(3 4))) (binary x y)))
  (p (bc ((<- b '(#"ab" #"c"))) (binary (b bytes))))
  (p (bc ((<- n '(1 2 3))) (binary (n (size 3))))))

(defun p (term)
  (io:format "~p~n" (list term)))
