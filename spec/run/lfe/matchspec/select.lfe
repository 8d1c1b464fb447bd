;; Match specifications at work.
(defmodule select
  (export (main 0)))

(defrecord item key (n 0))

(defun main ()
  (let ((t (ets:new 'table '(#(keypos 2)))))
    (lists:foreach (lambda (i) (ets:insert t (make-item key i n (* i i)))) (lists:seq 1 10))
    (p (lists:sort (ets:select t (ets-ms ([(match-item key k n n)] (when (> n 20) (< k 8)) (tuple k n))))))
    (p (lists:sort (ets:select t (ets-ms ([(= r (match-item key 3))] r)))))
    (p (ets:select_count t (ets-ms ([(match-item n n)] (when (== 0 (rem n 2))) 'true))))
    (p (ets:select_delete t (ets-ms ([(match-item n n)] (when (> n 50)) 'true))))
    (p (ets:info t 'size))))

(defun p (term)
  (io:format "~p~n" (list term)))
