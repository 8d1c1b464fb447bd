;; Several modules in a file; forms before the first are shared.
(defmacro shared-macro (x) `(tuple 'shared ,x))
(defrecord shared a b)
(defun shared-function () 'of-both)

(defmodule other
  (export (f 0) (g 1)))

(defun f () (list (shared-macro 1) (shared-function) (make-shared a 1)))
(defun g (x) (* x 2))
(defmacro only-other () 'other)

(defmodule several
  (export (main 0)))

(defun main ()
  (p (other:f))
  (p (other:g 21))
  (p (shared-macro 2))
  (p (shared-function))
  (p (make-shared b 2)))

(defun p (term)
  (io:format "~p~n" (list term)))
