;; Access to what is no such record.
(defmodule errors
  (export (main 0)))

(defrecord r a)
(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun id (x) x)

(defun main ()
  (p (reason (r-a (id 'x))))
  (p (reason (set-r-a (id #(s 1)) 1)))
  (p (reason (set-r (id '()) a 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
