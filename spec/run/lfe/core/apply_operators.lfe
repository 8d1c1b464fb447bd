;; Operators and core functions as funs.
(defmodule apply_operators
  (export (main 0)))

(defun main ()
  (p (lists:map #'-/1 '(1 2)))
  (p (lists:zipwith #'-/2 '(5 6) '(1 2)))
  (p (lists:zipwith (fun * 2) '(5 6) '(1 2)))
  (p (lists:foldr #'++/2 "" '("a" "b")))
  (p (lists:map (fun car 1) '((1) (2))))
  (p (lists:zipwith (fun cons 2) '(1 2) '((a) (b)))))

(defun p (term)
  (io:format "~p~n" (list term)))
