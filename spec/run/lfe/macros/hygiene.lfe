;; Names that an expansion brings are resolved where the macro is used.
(defmodule hygiene
  (export (main 0)))

(defmacro with-x (body) `(let ((x 10)) ,body))
(defmacro use-y () 'y)

(defun main ()
  (let ((x 1) (y 2))
    (p (with-x x))
    (p (use-y))
    (p x)))

(defun p (term)
  (io:format "~p~n" (list term)))
