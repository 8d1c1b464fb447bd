;; not-on: beam
;; (the BEAM has no module clj)
;; clj's conditional and nil-safe threads, let forms and predicates as they are used together.
(defmodule clj_pipelines
  (export (main 0)))

(include-lib "lfe/include/clj.lfe")

(defun safe-head
  ((()) 'undefined)
  (((cons h _)) h))

(defun double (x) (* 2 x))

(defun main ()
  (p (clj:some-> '(5 6) (safe-head) (double)))
  (p (clj:some-> '() (safe-head) (double)))
  (p (clj:some->> '(1 2 3) (lists:map #'double/1) (lists:sum)))
  (p (clj:cond-> 10 (> 1 0) (+ 1) (> 0 1) (* 100) 'true (- 3)))
  (p (clj:cond->> '(3 1 2) 'true (lists:sort) 'false (lists:map #'double/1)))
  (p (clj:doto "~p~n" (io:format '(1)) (io:format '(2))))
  (p (clj:if-let (x (safe-head '(7))) (list 'got x) 'nothing))
  (p (clj:when-not (== 1 2) 'different))
  (p (clj:not= 1 2))
  (p (clj:conj '(1 2) 0))
  (p (list (clj:str "a" 'c "d")))
  (p (list (clj:odd? 3) (clj:even? 3) (clj:zero? 0) (clj:pos? -1) (clj:neg? -1) (clj:nil? 'nil) (clj:undefined? 'undefined)))
  (p (list (clj:identical? 1 1) (clj:true? 'true) (clj:falsy? 'undefined) (clj:int? 1) (clj:func? #'p/1) (clj:tuple? #(1)))))

(defun p (term) (io:format "~p~n" (list term)))
