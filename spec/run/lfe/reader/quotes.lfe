;; What the quote marks read as.
(defmodule quotes
  (export (main 0)))

(defun main ()
  (io:format "~w~n" '('a))
  (io:format "~w~n" '(`a))
  (io:format "~w~n" '(,a))
  (io:format "~w~n" '(,@a))
  (io:format "~w~n" '(#'f/2))
  (io:format "~w~n" '(#'m:f/2))
  (io:format "~w~n" '(#'=:=/2)))
