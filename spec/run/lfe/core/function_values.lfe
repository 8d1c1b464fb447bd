;; Functions as values, local and remote.
(defmodule function_values
  (export (main 0)))

(defun double (x) (* 2 x))

(defun main ()
  (p (lists:map #'double/1 '(1 2 3)))
  (p (lists:map (function double 1) '(1 2 3)))
  (p (lists:map #'lists:reverse/1 '((1 2) (3 4))))
  (p (lists:map (function lists reverse 1) '((1 2) (3 4))))
  (p (lists:map (fun double 1) '(1)))
  (p (lists:map (fun lists reverse 1) '((1 2))))
  (p (lists:foldl #'+/2 0 '(1 2 3)))
  (p (funcall #'=:=/2 1 1))
  (p (funcall #'*/2 6 7))
  (p #'lists:map/2)
  (p (lists:map #'atom_to_list/1 '(a b))))

(defun p (term)
  (io:format "~p~n" (list term)))
