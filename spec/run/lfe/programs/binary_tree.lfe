;; A search tree with records: insertion, deletion, folds, balance, printing sideways.
(defmodule binary_tree
  (export (main 0)))

(defrecord node key value (left 'nil) (right 'nil))

(defun insert
  ((k v 'nil) (make-node key k value v))
  ((k v (= (match-node key n left l right r) t))
   (cond ((< k n) (set-node-left t (insert k v l)))
         ((> k n) (set-node-right t (insert k v r)))
         (else (set-node-value t v)))))

(defun lookup
  ((_ 'nil) 'none)
  ((k (match-node key n value v left l right r))
   (cond ((< k n) (lookup k l)) ((> k n) (lookup k r)) (else (tuple 'some v)))))

(defun delete
  ((_ 'nil) 'nil)
  ((k (= (match-node key n left l right r) t)) (when (< k n)) (set-node-left t (delete k l)))
  ((k (= (match-node key n left l right r) t)) (when (> k n)) (set-node-right t (delete k r)))
  ((_ (match-node left 'nil right r)) r)
  ((_ (match-node left l right 'nil)) l)
  ((_ (= (match-node right r) t))
   (let (((tuple k v) (smallest r)))
     (set-node t key k value v right (delete k r)))))

(defun smallest
  (((match-node key k value v left 'nil)) (tuple k v))
  (((match-node left l)) (smallest l)))

(defun fold
  ((_ acc 'nil) acc)
  ((f acc (match-node key k value v left l right r))
   (fold f (funcall f k v (fold f acc l)) r)))

(defun depth (('nil) 0) (((match-node left l right r)) (+ 1 (max (depth l) (depth r)))))

(defun draw
  (('nil _) 'ok)
  (((match-node key k left l right r) n)
   (draw r (+ n 2))
   (io:format "~s~p~n" (list (lists:duplicate n #\ ) k))
   (draw l (+ n 2))))

(defun main ()
  (let* ((t (lists:foldl (lambda (k t) (insert k (* k k) t)) 'nil '(5 2 8 1 9 3 7)))
         (d (delete 5 t)))
    (draw t 0)
    (io:format "~p ~p~n" (list (lookup 3 t) (lookup 4 t)))
    (io:format "~p~n" (list (fold (lambda (k v acc) (cons (tuple k v) acc)) () d)))
    (draw d 0)
    (io:format "~p ~p~n" (list (depth t) (depth (delete 9 (delete 7 d)))))))
