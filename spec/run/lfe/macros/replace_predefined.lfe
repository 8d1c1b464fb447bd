;; A user's macro replaces a predefined one, not a core form.
(defmodule replace_predefined
  (export (main 0)))

(defmacro caar (x) `(tuple 'my-caar ,x))
(defmacro let* (x) `(tuple 'my-let ,x))

(defun main ()
  (p (caar 1))
  (p (let* 2)))

(defun p (term)
  (io:format "~p~n" (list term)))
