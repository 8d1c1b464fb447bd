;; An Erlang header: records, functions and macros become LFE's.
(defmodule erlang_header
  (export (main 0)))

(include-file "header.hrl")

(defun main ()
  (p (make-person name "Ada"))
  (p (person-age (make-person)))
  (p (LIMIT))
  (p (PAIR 1 2))
  (p (PAIR 1))
  (p (TEXT (+ 1 2)))
  (p (IS 3 (+ 1 2)))
  (p (IS 3 (list 1)))
  (p (IS 3 4))
  (p (SAFE (error 'oops)))
  (p (SAFE (throw 'ball)))
  (p (SAFE 1))
  (p (FIRST '(#(a 1) #(b 2) c)))
  (p (CALL 'lists))
  (p (double 4)))

(defun p (term)
  (io:format "~p~n" (list term)))
