;; Wrong maps and missing keys.
(defmodule errors
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun id (x) x)

(defun main ()
  (p (reason (map-get (id #M(a 1)) 'b)))
  (p (reason (map-get (id 'x) 'b)))
  (p (reason (map-update (id #M(a 1)) 'b 1)))
  (p (reason (map-update (id 5) 'b 1)))
  (p (reason (map-set (id '()) 'b 1)))
  (p (reason (map-remove (id 7) 'b)))
  (p (reason (map-size (id 'x)))))

(defun p (term)
  (io:format "~p~n" (list term)))
