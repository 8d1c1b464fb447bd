;; All ways to place eleven queens: lists, comparisons, recursion.
(defmodule queens
  (export (main 0)))

(defun safe
  ((q d (cons h t))
   (cond ((=:= q h) 'false)
         ((=:= q (+ h d)) 'false)
         ((=:= q (- h d)) 'false)
         ('true (safe q (+ d 1) t))))
  ((_ _ '()) 'true))

(defun attempt
  ((0 _ _ _) 0)
  ((q n qs k)
   (if (safe q 1 qs)
     (+ (place (- k 1) n (cons q qs)) (attempt (- q 1) n qs k))
     (attempt (- q 1) n qs k))))

(defun place
  ((0 _ _) 1)
  ((k n qs) (attempt n n qs k)))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (place 11 11 '()))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
