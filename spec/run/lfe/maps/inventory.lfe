;; A small program around maps: counting words, grouping, merging, inverting.
(defmodule inventory
  (export (main 0)))

(defun count-words (text)
  (lists:foldl (lambda (w m) (maps:update_with w (lambda (n) (+ n 1)) 1 m)) #M() (string:tokens text " ,.")))

(defun group-by (f l)
  (lists:foldr (lambda (x m) (let ((k (funcall f x))) (map-set m k (cons x (maps:get k m ()))))) (map) l))

(defun invert (m)
  (maps:fold (lambda (k v acc) (map-set acc v (cons k (maps:get v acc ())))) #M() m))

(defun main ()
  (let ((counts (count-words "the cat, the dog and the bird. and more")))
    (p counts)
    (p (lists:reverse (lists:keysort 2 (maps:to_list counts))))
    (p (maps:map (lambda (_ v) (lists:sort v)) (invert counts)))
    (p (maps:filter (match-lambda ((_ n) (> n 1))) counts)))
  (p (group-by (lambda (x) (rem x 3)) (lists:seq 1 10)))
  (p (group-by #'length/1 '("a" "bb" "c" "dd" "")))
  (p (maps:merge #M(a 1 b 2) #M(b 3 c 4)))
  (p (maps:merge_with (lambda (_ a b) (+ a b)) #M(a 1 b 2) #M(b 3 c 4)))
  (p (maps:fold (lambda (_ v s) (+ v s)) 0 #M(a 1 b 2 c 3)))
  (p (list (maps:keys #M(b 1 a 2)) (maps:values #M(b 1 a 2)) (maps:is_key 'a #M(a 1)) (maps:find 'z #M())))
  (p (maps:from_list (lists:zip '(x y z) (lists:seq 1 3))))
  (p (maps:with '(a c) #M(a 1 b 2 c 3)))
  (p (let ((it (maps:iterator #M(k v)))) (let (((tuple k v rest) (maps:next it))) (list k v (maps:next rest))))))

(defun p (term) (io:format "~p~n" (list term)))
