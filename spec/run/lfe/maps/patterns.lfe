;; Maps in patterns; keys are literals.
(defmodule patterns
  (export (main 0)))

(defun f
  (((map 'type 'circle 'r r)) (* r r))
  (((map 'type 'square "side" s)) (tuple s))
  (((map 1 (tuple a b))) (list a b))
  (((map)) 'a-map)
  ((_) 'none))

(defun g
  ((`#M(k ,v j (,w))) (list v w))
  ((_) 'none))

(defun main ()
  (p (f #M(type circle r 3)))
  (p (f (map 'type 'square "side" 4)))
  (p (f #M(1 #(x y))))
  (p (f #M(r 3)))
  (p (f 5))
  (p (g #M(k 1 j (2))))
  (p (g #M(k 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
