;; Module aliases in calls.
(defmodule alias
  (module-alias (lists l) (string s))
  (export (main 0)))

(defun main ()
  (p (l:reverse '(1 2)))
  (p (s:to_upper "abc"))
  (p (lists:map (lambda (x) (l:sum x)) '((1 2) (3)))))

(defun p (term)
  (io:format "~p~n" (list term)))
