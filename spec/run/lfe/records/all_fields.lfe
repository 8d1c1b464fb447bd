;; _ gives a value to all fields that are not named.
(defmodule all_fields
  (export (main 0)))

(defrecord r a (b 2) c)

(defun main ()
  (p (make-r _ 'all))
  (p (make-r b 1 _ '_))
  (p (match-r a 1 _ '_))
  (p (case (make-r a 1 b 1 c 1) ((match-r _ 1) 'all-one) (_ 'no)))
  (p (case (make-r a 1 b 1 c 2) ((match-r _ 1) 'all-one) (_ 'no))))

(defun p (term)
  (io:format "~p~n" (list term)))
