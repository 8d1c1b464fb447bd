;; lists:sort/1 of 300,000 pseudo-random integers, five times.
(defmodule sort
  (export (main 0)))

(defun numbers
  ((0 _ acc) acc)
  ((n x acc)
   (numbers (- n 1) (band (+ (* x 1103515245) 12345) #x7fffffff) (cons x acc))))

(defun repeat
  ((1 l) (lists:nth 1000 (lists:sort l)))
  ((n l)
   (lists:sort l)
   (repeat (- n 1) l)))

(defun main ()
  (let* ((l (numbers 300000 42 '()))
         (start (erlang:monotonic_time 'microsecond))
         (result (repeat 5 l))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
