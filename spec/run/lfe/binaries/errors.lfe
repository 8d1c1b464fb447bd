;; Values that fit no segment.
(defmodule errors
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,_ ,_) class))))

(defun id (x) x)

(defun main ()
  (p (reason (binary ((id 'a)))))
  (p (reason (binary ((id #"ab")))))
  (p (reason (binary ((id 1) binary))))
  (p (reason (binary ((id 'x) float))))
  (p (reason (binary ((id #"abc") binary (size 9)))))
  (p (reason (binary ((id -1) utf8)))))

(defun p (term)
  (io:format "~p~n" (list term)))
