;; deviates: hex-escape
;; Characters by number.
(defmodule hex_escape
  (export (main 0)))

(defun main ()
  (p "\x41;\x20AC;")
  (p #"\x41;b"))

(defun p (term)
  (io:format "~p~n" (list term)))
