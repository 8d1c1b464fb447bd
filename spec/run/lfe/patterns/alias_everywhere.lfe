;; = in patterns: in arguments, nested, in lists, maps, records, comprehensions and receive.
(defmodule alias_everywhere
  (export (main 0)))

(defrecord r a b)

(defun head
  (((= whole (cons first _))) (tuple first whole))
  (((= (tuple _ _) pair)) (tuple 'pair pair))
  (((= x 5)) (list 'five x))
  (((= (map 'a a) m)) (list a (map_size m)))
  (((= "ab" s)) s))

(defun main ()
  (p (lists:map #'head/1 (list '(1 2) #(a b) 5 #M(a 1 b 2))))
  (p (funcall (lambda (x) (let (((= a (= b (= c (tuple d e)))) x)) (list a b c d e))) #(1 2)))
  (p (case '(#(k 1) #(k 2)) ((list (= x (tuple 'k a)) (= y (tuple _ b))) (list x y a b))))
  (p (case (make-r a 1 b '(2)) ((= (match-r a a b (= bs (cons b _))) rec) (list a b bs rec))))
  (p (lc ((<- (= t (tuple n _)) '(#(1 a) x #(2 b)))) (list n t)))
  (! (self) #(msg (1 2)))
  (p (receive ((= m (tuple 'msg (= l (cons h _)))) (list m l h))))
  (p (case 3 ((= n (= m k)) (when (== n m) (== m k)) (+ n m k))))
  (p (case #(1 2) ((= (tuple a _) (tuple _ b)) (list a b))))
  (p (case '(1 2 3) ((= (cons a _) (list b c d)) (list a b c d)))))

(defun p (term) (io:format "~p~n" (list term)))
