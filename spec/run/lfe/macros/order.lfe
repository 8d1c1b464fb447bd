;; The last definition of a name counts; macros are there for what follows.
(defmodule order
  (export (main 0)))

(defmacro m () 1)
(defun first () (m))
(defmacro m () 2)
(defun second () (m))

(defun main ()
  (p (list (first) (second))))

(defun p (term)
  (io:format "~p~n" (list term)))
