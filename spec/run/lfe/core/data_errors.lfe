;; What accessors of wrong data raise.
(defmodule data_errors
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun id (x) x)

(defun main ()
  (p (reason (car (id 'x))))
  (p (reason (cdr (id '()))))
  (p (reason (tref (id #(a)) 2)))
  (p (reason (tset (id #(a)) 0 'x)))
  (p (reason (+ 1 (id 'x))))
  (p (reason (div 1 (id 0))))
  (p (reason (list_to_atom (id 1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
