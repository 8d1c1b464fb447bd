;; Terms that need care when printed: odd symbols, nested quotes, empty things, improper lists, deep ones.
;; not-on: beam, since there is no library of LFE there
(defmodule printed_odd_terms
  (export (main 0)))

(defun show (x)
  (lfe_io:format "~w  ~p~n" (list x x)))

(defun main ()
  (lists:foreach #'show/1
    (list '|| '|a b| '|a\|b| '|1| '|1a| 'a.b '|.| '|#a| 'a#b '|'| '|(| 'A '|;| '|"|
          () "" #"" #() #M() '(()) '("" #"")
          '(a . b) '(a b . c) '((a . b) . c)
          "a\nb\t\"q\"\\" '(1 2 3) '(97 -1) #"\n\"x\"" #B(1 2 255) #B((5 (size 3)))
          '#(quote a) ''a '`(a ,b ,@c) '(quote a b) '(quote)
          #M(a "s" "k" #(1)) '#(a #(b #(c))) 1.0 -0.0 1.0e100 123456789012345678901234567890
          'true '(function f 1) )))
