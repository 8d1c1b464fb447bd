;; Arithmetic, bits and comparisons.
(defmodule operators
  (export (main 0)))

(defun main ()
  (p (list (+ 5) (- 5) (+ 1 2 3) (- 10 1 2) (* 2 3 4) (/ 12 2 3)))
  (p (list (div 17 5) (rem 17 5) (div -17 5) (rem -17 5)))
  (p (list (band 12 10) (bor 12 10) (bxor 12 10) (bnot 12) (bsl 1 70) (bsr 1024 3)))
  (p (list (> 2 1) (>= 2 2) (< 2 1) (=< 2 1) (== 1 1.0) (=:= 1 1.0) (/= 1 1.0) (=/= 1 1.0)))
  (p (list (< 1 'a) (< 'a #(1)) (< #(1) '()) (< '(1) #"b")))
  (p (list (++ '(1) '(2) '(3)) (++ "ab" "cd") (-- '(1 2 3 2) '(2))))
  (p (list (++ '(1)) (-- '(1 2 3) '(1 2) '(2))))
  (p (list (abs -5) (max 1 2) (min 1 2) (round 2.5) (trunc -2.5) (float 3))))

(defun p (term)
  (io:format "~p~n" (list term)))
