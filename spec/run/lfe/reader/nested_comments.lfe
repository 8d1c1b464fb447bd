;; Comments in all places: between arguments, in strings, block comments over lines, at the end of file.
(defmodule nested_comments ; after the name
  #| a block
     over lines ; with a semicolon
     (and brackets |#
  (export ; within
    (main 0)))

#| one |# (defun main () #| two |#
  (p "; no comment #| nor this |#")
  (p '(a ; b c
       d #| e |# f))
  (p #\;)
  (p '|a;b|)
  (p '(a#|b|# c))
  (p `(1 ,(+ 1 #| inner |# 1))) ; the end
  ;; (p 'not-printed)
  (p 'last))

(defun p (term) (io:format "~w~n" (list term)))
; no newline after this
