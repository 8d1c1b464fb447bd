;; Maps as aliases of each other: both patterns must match.
;; deviates: map-alias
(defmodule map_alias
  (export (main 0)))

(defun look
  (((= (map 'a a) (map 'b b))) (list a b))
  (((= (= m (map 'c c)) (map 'd _))) (list c (map_size m)))
  ((_) 'none))

(defun main ()
  (lists:foreach (lambda (m) (io:format "~p~n" (list (look m))))
                 '(#M(a 1 b 2) #M(a 1) #M(c 3 d 4 e 5) #M(c 3))))
