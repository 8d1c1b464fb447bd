;; What modules say about themselves.
(defmodule information
  (export (main 0) (f 1))
  (export-macro m))

(defmacro m (x) x)
(defun f (x) x)

(defun main ()
  (p (__info__ 'module))
  (p (lists:sort (__info__ 'functions)))
  (p (information:module_info 'module)))

(defun p (term)
  (io:format "~p~n" (list term)))
