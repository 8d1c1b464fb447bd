;; The program: greets everybody it is given.
(defmodule NAME
  (export (main 1) (greeting 1)))

(defun main (arguments)
  (lists:foreach
    (lambda (name) (io:format "~ts~n" (list (greeting name))))
    (if (=:= arguments ()) '("world") arguments)))

(defun greeting (name)
  (++ "Hello, " name "!"))
