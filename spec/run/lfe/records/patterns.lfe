;; Records in patterns and guards.
(defmodule patterns
  (export (main 0)))

(defrecord point (x 0) (y 0))

(defun f
  (((match-point x 0 y 0)) 'origin)
  (((match-point x x y x)) (tuple 'diagonal x))
  (((make-point x x)) (when (> x 10)) (tuple 'far x))
  ((pt) (when (is-point pt) (< (point-y pt) 0)) 'below)
  ((pt) (when (is_record pt 'point)) 'some-point)
  ((_) 'no-point))

(defun main ()
  (p (lists:map #'f/1
      (list (make-point) (make-point x 3 y 3) (make-point x 11) (make-point y -1)
            (make-point x 1 y 2) #(other))))
  (let (((match-point y y) (make-point y 5)))
    (p y)))

(defun p (term)
  (io:format "~p~n" (list term)))
