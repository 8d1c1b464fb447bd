;; The same variable twice means the same term twice.
(defmodule repeated
  (export (main 0)))

(defun same
  (((tuple a a)) 'same)
  (((tuple _ _)) 'different))

(defun arguments
  ((x x) 'equal)
  ((_ _) 'unequal))

(defun main ()
  (p (list (same #(1 1)) (same #(1 2)) (same #(1 1.0))))
  (p (list (arguments 'a 'a) (arguments 'a 'b)))
  (p (case '(1 2 1) ((list a b a) (list a b)))))

(defun p (term)
  (io:format "~p~n" (list term)))
