;; A list of 100,000 integers, mapped and folded, 200 times.
(defmodule mapfold
  (export (main 0) (main 1)))

(defun run
  ((0 _ sum) sum)
  ((times list sum)
   (let ((squares (lists:map (lambda (n) (+ (* n n) times)) list)))
     (run (- times 1) list (rem (lists:foldl (lambda (n acc) (+ n acc)) sum squares) 1000003)))))

(defun main (_) (main))

(defun main ()
  (let* ((list (lists:seq 1 100000))
         (start (erlang:monotonic_time 'microsecond))
         (result (run 200 list 0))
         (end (erlang:monotonic_time 'microsecond)))
    (io:format "~p ~p~n" (list result (- end start)))))
