;; Comprehensions with many generators and filters: dependent ones, tests between, shadowing, empty sources.
(defmodule many_qualifiers
  (export (main 0)))

(defun main ()
  (p (lc ((<- a (lists:seq 1 12)) (<- b (lists:seq a 12)) (<- c (lists:seq b 13)) (== (* c c) (+ (* a a) (* b b)))) (tuple a b c)))
  (p (lc ((<- x '(1 2 3)) (> x 1) (<- y (list x (* x 10))) (/= y 20)) (list x y)))
  (p (lc ((<- x '(1 2)) (<- x (list x (+ x 10)))) x))
  (p (lc ((<- x ()) (error 'never)) x))
  (p (lc () 'once))
  (p (lc ((== 1 1)) 'yes))
  (p (lc ((== 1 2)) 'no))
  (p (lc ((<- row '((1 2) (3)))) (lc ((<- x row)) (* x x))))
  (p (lc ((<- (tuple k v) (maps:to_list #M(a 1 b 2))) (<- w (lists:duplicate v k))) w))
  (p (lc ((<- (binary a b) '(#"ab" x #"cd" #"abc"))) (tuple b a)))
  (p (lc ((<= (binary (c utf8)) #"h\x;i")) c))
  (p (lc ((<= (binary a b) #"abcde")) (list b a)))
  (p (lc ((<- x '(1 2 3)) (<= (binary y) (binary x ((+ x 1))))) (* x y)))
  (p (list-comp ((<- x '(3 4))) (let ((y x)) (+ x y)))))

(defun p (term) (io:format "~w~n" (list term)))
