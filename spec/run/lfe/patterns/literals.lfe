;; Literals as patterns match exactly.
(defmodule literals
  (export (main 0)))

(defun kind (x)
  (case x
    (1 'int)
    (1.0 'float)
    ('a 'symbol)
    ("ab" 'string)
    (#"ab" 'binary)
    ('() 'nil)
    ('(x y) 'list)
    (#(a 1) 'tuple)
    (-5 'minus)
    (12345678901234567890 'big)
    (#\c 'char)
    (_ 'other)))

(defun main ()
  (p (lists:map #'kind/1
      (list 1 1.0 'a "ab" #"ab" () '(x y) #(a 1) -5 12345678901234567890 #\c '(x z)))))

(defun p (term)
  (io:format "~p~n" (list term)))
