;; Map patterns with keys of all kinds, nested, with aliases and variables used twice.
(defmodule map_patterns_nested
  (export (main 0)))

(defun look
  (((map 'type 'circle 'r r)) (list 'circle r))
  (((map 'type 'rect 'size (tuple w w))) (list 'square w))
  (((map 'type 'rect 'size (tuple w h))) (list 'rect w h))
  (((map 1 a 1.0 b)) (list 'numbers a b))
  (((map "text" (map #"bin" (map #(t) x)))) (list 'deep x))
  (((map 'a x 'b x)) (list 'equal x))
  (((= (map 'a x) m)) (when (> (map_size m) 1)) (list 'more x))
  (((map)) 'any))

(defun main ()
  (lists:foreach (lambda (m) (io:format "~p~n" (list (look m))))
    (list #M(type circle r 2) #M(type rect size #(3 3)) #M(type rect size #(3 4)) #M(1 a 1.0 b) #M("text" #M(#"bin" #M(#(t) 7)))
          #M(a 5 b 5) #M(a 5 b 6) #M(a 5) #M() #M(1 a))))
