;; Comments of both kinds.
(defmodule comments
  (export (main 0)))

#| a block
   comment |#
(defun main ()
  ;; a line
  (p #| inside |# 1)
  (p '(1 ; two
       3)))

(defun p (term)
  (io:format "~p~n" (list term)))
