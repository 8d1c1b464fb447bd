;; The environment is there in every macro.
(defmodule env_argument
  (export (main 0)))

(defmacro has-env () (if (== $ENV 'none) ''no ''yes))

(defun main ()
  (p (has-env)))

(defun p (term)
  (io:format "~p~n" (list term)))
