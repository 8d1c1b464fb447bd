;; not-on: beam, since there is no library of LFE there
;; Tests of clj, in guards too.
(defmodule clj_tests
  (export (main 0)))

(include-lib "lfe/include/clj.lfe")

(defun kind
  ((x) (when (tuple? x)) 'tuple)
  ((x) (when (int? x) (odd? x)) 'odd)
  ((x) (when (int? x) (even? x)) 'even)
  ((x) (when (undef? x)) 'undefined)
  ((x) (when (atom? x)) 'atom)
  ((_) 'other))

(defun main ()
  (p (lists:map #'kind/1 '(#(a) 1 2 undefined x "s")))
  (p (list (zero? 0) (pos? 1) (neg? 1) (identical? 1 1.0) (nil? 'nil) (true? 'true)))
  (p (str "a" 1 'b)))

(defun p (term)
  (io:format "~p~n" (list term)))
