;; What closures hold: loops make new variables, nested lambdas, captured parts of patterns, large captures.
(defmodule closures_capture
  (export (main 0)))

(defun counters (n)
  (lc ((<- i (lists:seq 1 n))) (lambda (x) (tuple i x))))

(defun curry (f)
  (lambda (a) (lambda (b) (lambda (c) (funcall f a b c)))))

(defun compose (fs)
  (lists:foldr (lambda (f g) (lambda (x) (funcall f (funcall g x)))) (lambda (x) x) fs))

(defun many (a b c d e f g h)
  (let (((list i j) (list a h)))
    (lambda (x) (list a b c d e f g h i j x))))

(defun main ()
  (p (lc ((<- c (counters 3))) (funcall c 'x)))
  (p (funcall (funcall (funcall (curry (lambda (a b c) (list c b a))) 1) 2) 3))
  (p (funcall (compose (list (lambda (x) (* x 2)) (lambda (x) (+ x 1)) #'abs/1)) -4))
  (p (funcall (many 1 2.5 "c" #"d" #(e) 'f () #M(h 1)) 'x))
  (p (let ((x 1)) (let ((f (lambda () x))) (let ((x 2)) (list x (funcall f))))))
  (p (let ((f (match-lambda ((0 acc) acc) ((n acc) (when (> n 10)) (list 'large n acc)) ((n acc) (+ n acc)))))
       (list (funcall f 0 1) (funcall f 11 1) (funcall f 3 1))))
  (p (catch-class (lambda () (funcall (lambda (x) x)))))
  (p (catch-class (lambda () (funcall (match-lambda ((1) 1)) 2))))
  (p (catch-class (lambda () (funcall (hd '(7)))))))

(defun catch-class (f)
  (try (funcall f)
    (catch
      ((tuple 'error (tuple 'badarity (tuple g args)) _) (tuple 'badarity (is_function g) args))
      ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
