;; A parallel map that keeps the order, one that takes the first answer, one that limits its workers.
(defmodule parallel_map
  (export (main 0)))

(defun pmap (f l)
  (let* ((me (self))
         (refs (lc ((<- x l)) (let ((ref (make_ref))) (spawn (lambda () (! me (tuple ref (funcall f x))))) ref))))
    (lc ((<- ref refs)) (receive ((tuple r v) (when (=:= r ref)) v)))))

(defun first-of (fs)
  (let* ((me (self)) (ref (make_ref)))
    (lists:foreach (lambda (f) (spawn (lambda () (! me (tuple ref (funcall f)))))) fs)
    (receive ((tuple r v) (when (=:= r ref)) v))))

(defun limited (f l limit)
  (limited f l limit 0 ()))

(defun limited
  ((_ () _ 0 acc) (lists:sort acc))
  ((f (cons x xs) limit running acc) (when (< running limit))
   (let ((me (self))) (spawn (lambda () (! me (tuple 'done x (funcall f x))))))
   (limited f xs limit (+ running 1) acc))
  ((f l limit running acc)
   (receive ((tuple 'done x v) (limited f l limit (- running 1) (cons (tuple x v) acc))))))

(defun fib
  ((n) (when (< n 2)) n)
  ((n) (+ (fib (- n 1)) (fib (- n 2)))))

(defun main ()
  (io:format "~p~n" (list (pmap #'fib/1 '(10 1 8 2 5))))
  (io:format "~p~n" (list (first-of (list (lambda () (timer:sleep 60000) 'slow) (lambda () 'quick)))))
  (io:format "~p~n" (list (limited #'fib/1 (lists:seq 1 9) 3))))
