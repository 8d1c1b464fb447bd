;; Maps of more than 32 keys.
(defmodule large
  (export (main 0)))

(defun main ()
  (let* ((pairs (lc ((<- n (lists:seq 1 100))) (tuple n (* n n))))
         (m (maps:from_list pairs)))
    (p (map-size m))
    (p (map-get m 50))
    (p (=:= (lists:sort (maps:to_list m)) pairs))
    (p (case m ((map 7 x 8 y) (list x y))))
    (p (map-size (lists:foldl (lambda (k m) (map-remove m k)) m (lists:seq 1 90))))))

(defun p (term)
  (io:format "~p~n" (list term)))
