;; Numbers in all notations, those that are symbols instead, limits, signs.
(defmodule number_forms
  (export (main 0)))

(defun main ()
  (p '(1 -1 +1 0 -0 007 123456789012345678901234567890))
  (p '(1.0 -1.5 +2.25 1.0e3 1.5e-3 1.0E+2 -0.0 123456789.125 1.0e22 1.0e23 1.0e100 5.0e-324))
  (p '(#b101 #B1 #o17 #d99 #xFF #xff #XfF #36rZZ #2r11 #x-10 #b+11 #*11 #16rdead))
  (p '(1+ 1- - + 1e5 1a -a +a 1.a 1.2.3 12:30 0x10 1_000 1/2))
  (p (lists:map #'is_number/1 '(1 1.0 1+ - #xA 1e5)))
  (p (+ #xFF #b1 #o7))
  (p (list #\a #\  (- #\z #\a)))
  (p (== 100 #d100)))

(defun p (term) (io:format "~w~n" (list term)))
