;; macrolet: several, one that uses another, shadowing of functions and macros, in guards and patterns.
(defmodule local_macros
  (export (main 0)))

(defmacro twice (x) `(* 2 ,x))
(defun thrice (x) (* 3 x))

(defun main ()
  (p (macrolet ((add (a b) `(+ ,a ,b)) (inc (x) `(add ,x 1))) (inc 4)))
  (p (macrolet ((twice (x) `(list 'local ,x))) (list (twice 1) (macrolet ((twice (x) `(tuple ,x))) (twice 2)))))
  (p (list (twice 4) (macrolet ((thrice (x) `(list ,x ,x ,x))) (thrice 1)) (thrice 1)))
  (p (macrolet ((pair (a b) `(tuple 'pair ,a ,b)))
       (case (pair 1 2) ((pair x y) (when (< x y)) (pair y x)))))
  (p (macrolet ((positive (x) `(andalso (is_integer ,x) (> ,x 0))))
       (lc ((<- x '(1 -1 a 2)) (positive x)) x)))
  (p (macrolet ((many args `(list ,(length args) ,@args)) (none (() ''nothing) ((list x) x)))
       (list (many) (many 1 2) (none) (none 7))))
  (p (flet ((f (x) (twice x))) (macrolet ((twice (x) `(f (+ ,x 1)))) (twice 5))))
  (p (macrolet ((m () ''outer)) (let ((x (m))) (macrolet ((m () ''inner)) (list x (m)))))))

(defun p (term) (io:format "~p~n" (list term)))
