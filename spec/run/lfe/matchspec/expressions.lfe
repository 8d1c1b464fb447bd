;; What match specifications become: tuples, maps, literals, operators, outer values, aliases, repeated variables.
(defmodule expressions
  (export (main 0)))

(defun main ()
  (let ((n 5) (tag 'outer))
    (p (ets-ms ([(tuple a b)] (when (> a n)) (tuple 'big a b))))
    (p (ets-ms ([(tuple 'k (list a b) (cons c _))] (list a b c))))
    (p (ets-ms ([(tuple a a _)] a)))
    (p (ets-ms ([(= (tuple a _) whole)] whole)))
    (p (ets-ms ([(tuple _ a)] (when (is_list a) (== (length a) 2) (or (> (hd a) 1) (not (is_atom (hd a))))) (hd a))))
    (p (ets-ms ([(tuple a)] (object)) ([(tuple a b)] (bindings))))
    (p (ets-ms ([(tuple a)] (+ a n)) ([(tuple a b)] (band a #xFF))))
    (p (ets-ms ([(tuple 1 2.5 b)] b)))
    (p (ets-ms ([x] 'true)))
    (p (ets-ms ([(tuple a)] (when (andalso (is_integer a) (orelse (> a 1) (< a -1)))) 'in 'between a)))
    (p (dbg-ms ([(list a b)] (when (> a b)) (return_trace))))
    (p (dbg-ms (['()] (message (caller)))))
    (p (list tag (ets:test_ms #(6 x) (ets-ms ([(tuple a b)] (when (> a n)) (list b a))))))
    (p (ets:test_ms #(1 (2 3)) (ets-ms ([(tuple a (cons b _))] (tuple a (tuple b))))))
    (p (ets:match_spec_run '(#(1 a) #(2 b) #(3 c)) (ets:match_spec_compile (ets-ms ([(tuple k v)] (when (/= k 2)) v)))))))

(defun p (term) (io:format "~p~n" (list term)))
