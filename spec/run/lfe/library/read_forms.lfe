;; not-on: beam, since there is no library of LFE there
;; input: (x y) z\n(p\n q)\n
;; Reading forms from strings and standard input.
(defmodule read_forms
  (export (main 0)))

(defun main ()
  (p (lfe_io:read_string "(a b) c "))
  (p (lfe_io:read_string "'x `(a ,b ,@c) #'f/2 #'m:f/1 "))
  (p (lfe_io:read_string "#(1 2) #M(a 1) #B(1 2) #\"x\" \"s\\n\" #\\a |a b| 1.5 #xff "))
  (p (lfe_io:read_string "(a . b)"))
  (p (lfe_io:read_string "(a"))
  (p (lfe_io:read_string "a)"))
  (p (lfe_io:read_string "{a}"))
  (p (lfe_io:read))
  (p (lfe_io:read))
  (p (lfe_io:read)))

(defun p (term)
  (io:format "~p~n" (list term)))
