;; Defaults are evaluated each time: calls, processes' own counters, other records, conditional code.
;; deviates: record-defaults
(defmodule default_expressions
  (export (main 0)))

(defrecord inner (id (next)) (kind 'plain))
(defrecord outer (a (make-inner)) (b (lists:seq 1 3)) (c (let ((x 2)) (* x x))) (d #M(k v)) e)

(defun next ()
  (let ((n (case (get 'n) ('undefined 1) (m (+ m 1)))))
    (put 'n n)
    n))

(defun main ()
  (p (make-inner))
  (p (make-inner))
  (p (make-inner id 10))
  (p (make-outer))
  (p (make-outer a 'none e (make-inner kind 'special)))
  (p (get 'n))
  (p (let ((o (make-outer))) (list (inner-id (outer-a o)) (outer-d o)))))

(defun p (term) (io:format "~p~n" (list term)))
