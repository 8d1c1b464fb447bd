;; deviates: line
;; MODULE, LINE and the name of the function.
(defmodule place_macros
  (export (main 0)))

(defun main ()
  (p (MODULE))
  (p (LINE))
  (p (FUNCTION_NAME))
  (p (FUNCTION_ARITY))
  (other 1 2))

(defun other (_ _)
  (p (tuple (FUNCTION_NAME) (FUNCTION_ARITY))))

(defun p (term)
  (io:format "~p~n" (list term)))
