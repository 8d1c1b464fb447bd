;; Match specifications for tables.
(defmodule table
  (export (main 0)))

(defrecord person name age)

(defun main ()
  (let ((limit 30))
    (p (ets-ms ([(tuple k v)] (when (> v limit)) k)))
    (p (ets-ms ([(tuple 'a x _)] (tuple x 'found))))
    (p (table-ms ([(= all (tuple _ v))] (when (is_integer v) (< v 10)) all)))
    (p (match-spec ([(tuple a b)] (list a b)) ([x] (object))))
    (p (ets-ms ([(tuple a b)] (bindings))))
    (p (ets-ms ([(match-person name n)] n)))
    (p (ets-ms ([(tuple k v)] (when (andalso (>= v 1) (orelse (=:= k 'a) (=:= k 'b)))) (+ v 1))))))

(defun p (term)
  (io:format "~p~n" (list term)))
