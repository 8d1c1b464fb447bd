;; not-on: beam, since there is no library of LFE there
;; deviates: clj-macros
;; Conditional macros of clj with and without else.
(defmodule clj_conditions
  (export (main 0)))

(defun main ()
  (p (clj:if-let (x 1) x 2))
  (p (clj:if-let (x 'undefined) x 2))
  (p (clj:if-let ((x 1)) (+ x 1)))
  (p (clj:iff-let ((x 5)) 'a x))
  (p (clj:condp #'=:=/2 2 1 'one 2 'two 'other))
  (p (clj:condp #'=:=/2 9 1 'one 2 'two 'other))
  (p (clj:condp #'lists:member/2 '(a b) 'x 'no 'b >> (lambda (r) (list r 'found)) 'none))
  (p (clj:if-not 'false 1 2))
  (p (clj:iff 'true 1 2))
  (p (clj:when-not 'true 1))
  (p (clj:not= 1 2)))

(defun p (term)
  (io:format "~p~n" (list term)))
