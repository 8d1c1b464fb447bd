;; deviates: record-defaults
;; Defaults are evaluated each time a record is made.
(defmodule defaults
  (export (main 0)))

(defrecord r (ref (make_ref)) (n (+ 1 2)) (self (self)))

(defun main ()
  (let ((a (make-r)) (b (make-r)))
    (p (=:= (r-ref a) (r-ref b)))
    (p (r-n a))
    (p (=:= (r-self a) (self)))))

(defun p (term)
  (io:format "~p~n" (list term)))
