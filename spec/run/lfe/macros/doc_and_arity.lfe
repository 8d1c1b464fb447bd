;; A function and a macro may share a name: the macro comes first; functions of other arities stay reachable as funs.
(defmodule doc_and_arity
  (export (main 0) (both 1) (both 2)))

(defun both (x) "The function." (list 'function x))
(defun both (x y) (list 'function x y))

(defun before (x) (both x))

(defmacro both
  "The macro."
  ((list x) `(list 'macro ,x))
  ((list x y z) `(list 'macro ,x ,y ,z)))

(defun main ()
  (p (before 1))
  (p (both 1))
  (p (both 1 2 3))
  (p (funcall #'both/1 1))
  (p (funcall #'both/2 1 2))
  (p (doc_and_arity:both 1))
  (p (call 'doc_and_arity 'both 1 2))
  (p (lists:map #'both/1 '(1 2))))

(defun p (term) (io:format "~p~n" (list term)))
