;; Records within records.
(defmodule nested
  (export (main 0)))

(defrecord inner (v 1))
(defrecord outer (in (make-inner)) (n 0))

(defun main ()
  (let ((o (make-outer)))
    (p o)
    (p (inner-v (outer-in o)))
    (p (set-outer-in o (set-inner-v (outer-in o) 5)))
    (p (case o ((match-outer in (match-inner v v) n n) (list v n))))))

(defun p (term)
  (io:format "~p~n" (list term)))
