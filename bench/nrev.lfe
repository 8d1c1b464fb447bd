;; Naive reverse of a list of 30, 200,000 times: list construction and collection.
(defmodule nrev
  (export (main 0)))

(defun app
  (((cons h t) l) (cons h (app t l)))
  (('() l) l))

(defun nrev
  (((cons h t)) (app (nrev t) (list h)))
  (('()) '()))

(defun repeat
  ((0 l) (length l))
  ((n l)
   (nrev l)
   (repeat (- n 1) l)))

(defun main ()
  (let* ((l (lists:seq 1 30))
         (start (erlang:monotonic_time 'microsecond))
         (result (repeat 200000 l))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
