;; Sequences and which value they have.
(defmodule progn
  (export (main 0)))

(defun main ()
  (p (progn))
  (p (progn 1))
  (p (progn 1 2 3))
  (p (prog1 1))
  (p (prog1 1 2 3))
  (p (prog2 1 2))
  (p (prog2 1 2 3))
  (p (prog1 (progn (io:format "a~n") 'first) (io:format "b~n")))
  (p (prog2 (io:format "a~n") (progn (io:format "b~n") 'second) (io:format "c~n"))))

(defun p (term)
  (io:format "~p~n" (list term)))
