;; not-on: beam
;; (what ~p shows of bytes above 127 there depends on the locale)
;; deviates: utf-8
;; Source text is UTF-8.
(defmodule utf8
  (export (main 0)))

(defun main ()
  (p (length "é€"))
  (p #"é€")
  (p (list #\é #\€))
  (io:format "~ts~n" '("é€")))

(defun p (term)
  (io:format "~p~n" (list term)))
