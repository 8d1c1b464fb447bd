;; Symbols with odd characters.
(defmodule symbols
  (export (main 0)))

(defun main ()
  (p '(a-b a.b a? a! *a* +a a/b <=> a'b a|b a#b))
  (p (list '|| '|a b| '|a\|b| '|(|))
  (p (atom_to_list '|x\\y|))
  (p (lists:map #'atom_to_list/1 '(a:b |A| foo.bar)))
  (p '=:=))

(defun p (term)
  (io:format "~p~n" (list term)))
