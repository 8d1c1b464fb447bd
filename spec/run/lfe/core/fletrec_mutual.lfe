;; fletrec with several functions that call each other, capture, take match clauses and serve as funs.
(defmodule fletrec_mutual
  (export (main 0)))

(defun main ()
  (p (fletrec ((even? ((0) 'true) ((n) (odd? (- n 1))))
               (odd? ((0) 'false) ((n) (even? (- n 1)))))
       (list (even? 10) (odd? 7) (even? 1001))))
  (p (let ((base 100))
       (fletrec ((up (n acc) (if (== n 0) acc (down (- n 1) (cons (+ base n) acc))))
                 (down (n acc) (if (== n 0) acc (up (- n 1) (cons (- base n) acc)))))
         (up 5 ()))))
  (p (fletrec ((count ((n) (when (< n 3)) (cons n (count (+ n 1)))) ((n) (list 'end n))))
       (lists:map #'count/1 '(0 2 5))))
  (p (fletrec ((outer (x) (fletrec ((inner ((0) x) ((y) (inner (- y 1)))) (inner-2 (y) (+ (inner y) y))) (inner-2 x)))) (outer 4)))
  (p (fletrec ((f (x) "documented" (* x 2))) (f 4)))
  (p (flet ((f (x) (list 'outer x)))
       (fletrec ((g (x) (f (+ x 1)))) (flet ((f (x) (list 'inner x))) (list (f 1) (g 1))))))
  (p (flet* ((a (x) (+ x 1)) (b (x) (* 2 (a x))) (a (x) (- (b x)))) (a 3)))
  (p (fletrec ((walk (((cons h t)) (+ (walk h) (walk t))) ((()) 0) ((n) n))) (walk '(1 (2 (3 4)) 5)))))

(defun p (term) (io:format "~p~n" (list term)))
