;; A macro that writes while it is expanded, by several ways.
(defmodule told
  (export (main 0)))

(defmacro told (x)
  (io:format "expanding ~p~n" (list x))
  (io:put_chars "also here\n")
  `(list ',x))

(defun main ()
  (io:format "~p~n" (list (told a))))
