;; deviates: tuple-splice
;; A tuple template may have nothing but a spliced list.
(defmodule tuple_splice_only
  (export (main 0)))

(defun main ()
  (let ((xs '(1 2 3)))
    (p `#(,@xs))))

(defun p (term)
  (io:format "~p~n" (list term)))
