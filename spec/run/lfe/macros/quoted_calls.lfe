;; Nothing is expanded in quoted data.
(defmodule quoted_calls
  (export (main 0)))

(defmacro m () 1)

(defun main ()
  (p '(m))
  (p `(m ,(m)))
  (p '#((m))))

(defun p (term)
  (io:format "~p~n" (list term)))
