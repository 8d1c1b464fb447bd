;; Lazy lists by closures, memory in a map handed on and in the process dictionary, Hamming numbers.
(defmodule memo_and_lazy
  (export (main 0)))

(defmacro delay (form) `(lambda () ,form))
(defmacro lazy-cons (head tail) `(cons ,head (delay ,tail)))
(defun force (f) (funcall f))

(defun from (n) (lazy-cons n (from (+ n 1))))

(defun take-lazy
  ((0 _) ())
  ((n (cons h t)) (cons h (take-lazy (- n 1) (force t)))))

(defun filter-lazy
  ((f (cons h t)) (if (funcall f h) (lazy-cons h (filter-lazy f (force t))) (filter-lazy f (force t)))))

(defun sieve
  (((cons p t)) (lazy-cons p (sieve (filter-lazy (lambda (n) (/= 0 (rem n p))) (force t))))))

(defun merge
  (((= (cons a as) l) (= (cons b bs) m))
   (cond ((< a b) (lazy-cons a (merge (force as) m)))
         ((> a b) (lazy-cons b (merge l (force bs))))
         (else (lazy-cons a (merge (force as) (force bs)))))))

(defun scale (k l) (lazy-cons (* k (car l)) (scale k (force (cdr l)))))

(defun hamming () (lazy-cons 1 (merge (scale 2 (hamming)) (merge (scale 3 (hamming)) (scale 5 (hamming))))))

(defun fib-memo (n m)
  (cond
    ((< n 2) (tuple n m))
    ((?= (tuple 'ok v) (maps:find n m)) (tuple v m))
    (else
      (let* (((tuple a m1) (fib-memo (- n 1) m))
             ((tuple b m2) (fib-memo (- n 2) m1)))
        (tuple (+ a b) (map-set m2 n (+ a b)))))))

(defmacro defmemo
  ((list* name arg body)
  `(defun ,name (,arg)
     (case (get (tuple ',name ,arg))
       ('undefined (let ((v (progn ,@body))) (put (tuple ',name ,arg) v) v))
       (v v)))))

(defmemo ways n
  (cond ((< n 0) 0) ((== n 0) 1) (else (+ (ways (- n 1)) (ways (- n 2)) (ways (- n 5))))))

(defun main ()
  (p (take-lazy 10 (sieve (from 2))))
  (p (take-lazy 12 (hamming)))
  (p (tref (fib-memo 90 #M()) 1))
  (p (ways 60)))

(defun p (term) (io:format "~w~n" (list term)))
