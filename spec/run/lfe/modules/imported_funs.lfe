;; deviates: imported-funs
;; Imported functions and functions of aliases as values.
(defmodule imported_funs
  (import (from lists (reverse 1)))
  (module-alias (lists l))
  (export (main 0)))

(defun main ()
  (p (lists:map #'reverse/1 '((1 2))))
  (p (lists:map #'l:sum/1 '((1 2)))))

(defun p (term)
  (io:format "~p~n" (list term)))
