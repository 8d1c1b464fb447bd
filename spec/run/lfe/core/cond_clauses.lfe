;; cond: tests, ?= with guards and fall through, else, empty bodies, no clause, a test that is no boolean.
(defmodule cond_clauses
  (export (main 0)))

(defun look (x)
  (cond
    ((is_atom x) (tuple 'atom x))
    ((?= (tuple 'ok v) (when (> v 10)) x) (tuple 'large v))
    ((?= (tuple 'ok v) x) (tuple 'small v))
    ((?= (cons h _) (if (is_list x) x ())) h)
    ((andalso (is_integer x) (< x 0)) 'negative)
    ((?= `#M(k ,v) x) (list 'k v))
    ((== x 0))
    ((member x '(1 2 3)) 'in-list)))

(defun member (x l) (lists:member x l))

(defun main ()
  (lists:foreach (lambda (x) (p (look x)))
                 (list 'a #(ok 11) #(ok 9) "hello" -3 #M(k 1) 0 2 99 2.5))
  (p (cond ((== 1 2) 'no) (else 'else)))
  (p (cond (else)))
  (p (cond ('false 1)))
  (p (cond ((?= x (+ 1 1)) (* x x))))
  (p (let ((x 1)) (cond ((?= x (+ x 1)) (when-odd x) (list x)) (else x))))
  (p (catch-reason (lambda () (cond ((self-value 'maybe) 1) (else 2)))))
  (p (cond ((cond ('true 'false)) 1) ((cond (else 'true)) 2))))

(defun when-odd (x) (rem x 2))
(defun self-value (x) x)

(defun catch-reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
