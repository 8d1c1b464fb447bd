;; Names of Elixir modules.
(defmodule elixir_names
  (export (main 0)))

(defun main ()
  (p '(#EFoo #eFoo.Bar #E)))

(defun p (term)
  (io:format "~p~n" (list term)))
