;; Macros that make definitions.
(defmodule define_functions
  (export (main 0)))

(defmacro defgetter (name value)
  `(defun ,name () ,value))

(defmacro defmany names
  `(progn ,@(lists:map (lambda (n) `(defun ,n () ',n)) names)))

(defgetter one 1)
(defgetter two 2)
(defmany x y z)

(defun main ()
  (p (list (one) (two) (x) (y) (z))))

(defun p (term)
  (io:format "~p~n" (list term)))
