;; Generators and filters that are none.
(defmodule errors
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun id (x) x)

(defun main ()
  (p (reason (lc ((<- x (id 'a))) x)))
  (p (reason (lc ((<- x (id '(1 . 2)))) x)))
  (p (reason (lc ((<= (binary x) (id '(1)))) x)))
  (p (reason (lc ((<- x '(1)) (id x)) x))))

(defun p (term)
  (io:format "~p~n" (list term)))
