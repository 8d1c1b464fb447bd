;; Clauses with patterns and guards.
(defmodule case
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun kind (x)
  (case x
    (0 'zero)
    (n (when (is_integer n) (> n 0)) 'positive)
    (n (when (is_integer n)) 'negative)
    ("abc" 'abc)
    ('() 'empty)
    ((cons 'a _) 'starts-with-a)
    (`#(ok ,v) (tuple 'value v))
    ((= (tuple _ _) pair) (tuple 'pair pair))))

(defun main ()
  (p (lists:map #'kind/1 '(0 5 -5 "abc" () (a b) #(ok 1) #(x y))))
  (p (reason (kind 'other)))
  (p (case 1 (1)))
  (p (case 1 (_ 2 3)))
  (let ((x 1)) (p (case 5 (x x)))))

(defun p (term)
  (io:format "~p~n" (list term)))
