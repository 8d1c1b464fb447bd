;; not-on: beam, since there is no library of LFE there
;; Terms on one line in LFE's syntax.
(defmodule printed_terms
  (export (main 0)))

(defun w (x) (lfe_io:format "~w~n" (list x)))

(defun main ()
  (lists:foreach #'w/1
    (list 'a '|a b| '|| '|1| '+ '|.| 'a.b '|#a| 'a# "abc" '(a . b) #(a 1 "x") #M(a 1) #"abc"
          (binary (5 (size 3))) 1.0 1.0e100 -1 () '(quote a) #'lists:map/2 (tuple) (map)))
  (p (lists:flatten (lfe_io:print1 '(a #(b)))))
  (lfe_io:print '(a "b"))
  (io:nl))

(defun p (term)
  (io:format "~p~n" (list term)))
