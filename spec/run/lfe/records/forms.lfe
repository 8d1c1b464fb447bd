;; The core forms of records.
(defmodule forms
  (export (main 0)))

(defrecord item name (price 10))

(defun main ()
  (let ((i (record item name 'cup)))
    (p i)
    (p (record-field i item price))
    (p (record-update i item price 12 name 'mug))
    (p (record-index item price))
    (p (is-record i item))
    (p (case i ((record item name n) n)))
    (p (funcall (match-lambda ((r) (when (is-record r item) (> (record-field r item price) 5)) 'dear)) i))))

(defun p (term)
  (io:format "~p~n" (list term)))
