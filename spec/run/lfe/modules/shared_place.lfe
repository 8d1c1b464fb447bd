;; deviates: shared-module
;; (MODULE) in a form before the first module is the module it goes to.
(defun where () (MODULE))

(defmodule shared_place_other
  (export (where 0)))

(defmodule shared_place
  (export (main 0)))

(defun main ()
  (p (shared_place_other:where))
  (p (where)))

(defun p (term)
  (io:format "~p~n" (list term)))
