;; Tests, patterns, else, none at all.
(defmodule cond
  (export (main 0)))

(defun f (x)
  (cond ((== x 1) 'one)
        ((?= `#(ok ,v) x) (tuple 'ok v))
        ((?= n (when (is_integer n) (> n 100)) x) (tuple 'big n))
        ((is_atom x))
        ((is_list x) 'a 'list)
        (else (tuple 'other x))))

(defun g (x)
  (cond ((> x 10) 'large)
        ((> x 5) 'medium)))

(defun main ()
  (p (lists:map #'f/1 (list 1 #(ok 2) 200 'atom '(1) 50)))
  (p (lists:map #'g/1 '(20 7 1)))
  (p (cond))
  (p (cond (else 1)))
  (p (cond ('true)))
  (p (cond ((andalso 'true 'true) 1) (else 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
