;; Sorting by insertion, merging, partition, heap and counting, all alike, also by other orders.
(defmodule sorting_algorithms
  (export (main 0)))

(defun insertion (l less) (lists:foldl (lambda (x acc) (insert x acc less)) () l))
(defun insert
  ((x () _) (list x))
  ((x (= (cons y ys) all) less) (if (funcall less x y) (cons x all) (cons y (insert x ys less)))))

(defun merge-sort
  ((() _) ())
  (((list x) _) (list x))
  ((l less) (let (((tuple a b) (lists:split (div (length l) 2) l))) (merge (merge-sort a less) (merge-sort b less) less))))
(defun merge
  ((() b _) b)
  ((a () _) a)
  (((= (cons x xs) a) (= (cons y ys) b) less) (if (funcall less y x) (cons y (merge a ys less)) (cons x (merge xs b less)))))

(defun quick
  ((() _) ())
  (((cons p rest) less)
   (let (((tuple small large) (lists:partition (lambda (x) (funcall less x p)) rest)))
     (++ (quick small less) (list p) (quick large less)))))

(defun heap-sort (l less) (drain (lists:foldl (lambda (x h) (meld (tuple x 'nil 'nil) h less)) 'nil l) less))
(defun meld
  (('nil h _) h)
  ((h 'nil _) h)
  (((= (tuple x a b) h) (= (tuple y c d) k) less) (if (funcall less y x) (tuple y (meld h d less) c) (tuple x (meld k b less) a))))
(defun drain
  (('nil _) ())
  (((tuple x a b) less) (cons x (drain (meld a b less) less))))

(defun main ()
  (let* ((rand (lists:foldl (match-lambda ((_ (= (cons x _) acc)) (cons (rem (+ (* x 1103) 12345) 1009) acc))) '(7) (lists:seq 1 40)))
         (sorts (list #'insertion/2 #'merge-sort/2 #'quick/2 #'heap-sort/2))
         (up (lc ((<- s sorts)) (funcall s rand #'</2)))
         (down (lc ((<- s sorts)) (funcall s rand #'>/2))))
    (io:format "~w~n" (list (car up)))
    (io:format "~p ~p~n" (list (length (lists:usort up)) (length (lists:usort down))))
    (io:format "~p~n" (list (== (car up) (lists:sort rand))))
    (io:format "~p~n" (list (merge-sort '("pear" "fig" "apple" "kiwi") (lambda (a b) (< (length a) (length b))))))))
