;; Maps in guards.
(defmodule guards
  (export (main 0)))

(defun f
  ((m) (when (is_map m) (=:= (map-size m) 0)) 'empty)
  ((m) (when (=:= (map-get m 'k) 1)) 'k-is-1)
  ((m) (when (=:= (mref m 'j) 2)) 'j-is-2)
  ((m) (when (is_map_key 'x m)) 'has-x)
  ((m) (when (=:= m (map 'q 1))) 'q)
  ((_) 'none))

(defun main ()
  (p (lists:map #'f/1 '(#M() #M(k 1) #M(j 2) #M(x 1) #M(q 1) #M(k 5) atom))))

(defun p (term)
  (io:format "~p~n" (list term)))
