;; A guard that fails or is no boolean is false.
(defmodule failing
  (export (main 0)))

(defun f
  ((x) (when (> (length x) 1)) 'long)
  ((x) (when x) 'true)
  ((x) (when (hd x)) 'head)
  ((x) (when) 'always))

(defun main ()
  (p (lists:map #'f/1 '((1 2) true (true) 5 (false)))))

(defun p (term)
  (io:format "~p~n" (list term)))
