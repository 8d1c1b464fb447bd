;; Quotes of quotes, templates as data, function names as data, characters, brackets in brackets.
(defmodule quoted_everything
  (export (main 0)))

(defun main ()
  (p '('a `b ,c ,@d #'e/1 #'f:g/2))
  (p '(''a '`(b ,'c)))
  (p '[a (b [c #(d [e])])])
  (p '#(quote a))
  (p '#('a))
  (p (length ''()))
  (p '#M('a 1 #(b) (c)))
  (p (car ''a))
  (p '#"bin")
  (p '#B(1 (2 (size 16)) "ab"))
  (p '(#\a . #\b))
  (p '((a . b) . (c . d)))
  (p `(a `(b ,(c))))
  (p (== '#(1 "a") #(1 "a"))))

(defun p (term) (io:format "~w~n" (list term)))
