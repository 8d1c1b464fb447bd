;; Macros of another module.
(defmodule macro-source
  (export (helper 1))
  (export-macro twice wrap))

(defmacro twice (x) `(progn ,x ,x))
(defmacro wrap
  ((list x) `(macro-source:helper ,x))
  ((list x y) `(list (macro-source:helper ,x) ,y)))
(defmacro hidden (x) x)
(defun helper (x) (tuple 'helped x))

(defmodule exported_macros
  (export (main 0)))

(defun main ()
  (p (macro-source:helper 1)))

(defun p (term)
  (io:format "~p~n" (list term)))
