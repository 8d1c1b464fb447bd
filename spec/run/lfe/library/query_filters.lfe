;; deviates: qlc-filters
;; not-on: beam, since LFE's queries are not there
;; Queries with filters and patterns.
(defmodule query_filters
  (export (main 0)))

(defun main ()
  (let ((people '(#(ann 30) #(bob 20) #(cyd 40) none)))
    (p (qlc:e (qlc (lc ((<- (tuple name age) people) (> age 25)) name))))
    (p (qlc:e (qlc (lc ((<- (tuple a x) people) (<- (tuple b y) people) (< x y)) (list a b)))))))

(defun p (term)
  (io:format "~p~n" (list term)))
