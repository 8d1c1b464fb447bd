;; Making, reading and changing maps.
(defmodule basics
  (export (main 0)))

(defun sorted (m) (lists:sort (maps:to_list m)))

(defun main ()
  (let ((m (map 'a 1 "k" 2 3 'c)))
    (p (sorted m))
    (p (map-size m))
    (p (msiz m))
    (p (map-get m 'a))
    (p (mref m "k"))
    (p (sorted (map-set m 'b 5 'a 0)))
    (p (sorted (mset m 'z 1)))
    (p (sorted (map-update m 'a 9)))
    (p (sorted (mupd m 3 'd)))
    (p (sorted (map-remove m 'a "k")))
    (p (mrem m 'a 3))
    (p (sorted (map-remove m 'none))))
  (p (map))
  (p (map 'a 1 'a 2))
  (p #M(x (1 2) y #M(z "s")))
  (p (map (+ 1 1) (tuple 'v)))
  (p (is_map (map))))

(defun p (term)
  (io:format "~p~n" (list term)))
