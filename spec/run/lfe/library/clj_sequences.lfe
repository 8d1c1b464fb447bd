;; not-on: beam, since there is no library of LFE there
;; Sequences of clj, lazy ones among them.
(defmodule clj_sequences
  (export (main 0)))

(defun main ()
  (p (clj:seq 5))
  (p (clj:take 3 (clj:range)))
  (p (clj:take 5 (clj:cycle '(1 2))))
  (p (clj:take 4 (clj:range 5 2)))
  (p (clj:drop 2 '(a b c)))
  (p (clj:split-at 2 '(a b c)))
  (p (clj:partition 2 '(a b c d e)))
  (p (clj:partition 2 1 '(a b c)))
  (p (clj:partition 2 2 '(z) '(a b c)))
  (p (clj:partition-all 2 '(a b c)))
  (p (clj:interleave '(a b) '(1 2)))
  (p (clj:get-in #M(a #M(b 1)) '(a b)))
  (p (clj:get-in '(#(a 1)) '(c) 'none))
  (p (clj:reduce #'+/2 '(1 2 3)))
  (p (clj:repeat 3 'x)))

(defun p (term)
  (io:format "~p~n" (list term)))
