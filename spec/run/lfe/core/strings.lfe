;; Strings are lists; escapes; binary strings are UTF-8.
(defmodule strings
  (export (main 0)))

(defun main ()
  (p "abc")
  (p (length "a\tb\nc"))
  (io:format "~w~n" '("\b\t\n\v\f\r\e\s\d\"\\"))
  (p "")
  (p (== "abc" '(97 98 99)))
  (p (byte_size #"abc"))
  (p #"a\tb")
  (p (list #\a #\  #\( #\" #\\))
  (p (++ "con" "cat")))

(defun p (term)
  (io:format "~p~n" (list term)))
