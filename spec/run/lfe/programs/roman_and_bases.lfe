;; Roman numerals both ways, numbers in other bases, digits and checks.
(defmodule roman_and_bases
  (export (main 0)))

(defun table ()
  '(#(1000 "M") #(900 "CM") #(500 "D") #(400 "CD") #(100 "C") #(90 "XC") #(50 "L") #(40 "XL") #(10 "X") #(9 "IX") #(5 "V") #(4 "IV") #(1 "I")))

(defun roman (n) (roman n (table)))
(defun roman
  ((0 _) "")
  ((n (= (cons (tuple v s) _) t)) (when (>= n v)) (++ s (roman (- n v) t)))
  ((n (cons _ t)) (roman n t)))

(defun arabic
  (("") 0)
  ((s) (arabic s (table))))
(defun arabic
  ((s (cons (tuple v r) t))
   (case (lists:prefix r s)
     ('true (+ v (arabic (lists:nthtail (length r) s))))
     ('false (arabic s t)))))

(defun base
  ((n b) (when (< n b)) (list (digit n)))
  ((n b) (++ (base (div n b) b) (list (digit (rem n b))))))

(defun digit
  ((n) (when (< n 10)) (+ #\0 n))
  ((n) (+ #\a (- n 10))))

(defun luhn? (s)
  (let (((tuple sum _)
         (lists:foldr (match-lambda
                        ((c (tuple sum 1)) (tuple (+ sum (- c #\0)) 2))
                        ((c (tuple sum 2)) (let ((d (* 2 (- c #\0)))) (tuple (+ sum (if (> d 9) (- d 9) d)) 1))))
                      #(0 1) s)))
    (== 0 (rem sum 10))))

(defun main ()
  (lists:foreach (lambda (n) (io:format "~p ~s ~p~n" (list n (roman n) (arabic (roman n))))) '(1 4 9 14 40 90 400 1994 2026 3999))
  (io:format "~s ~s ~s~n" (list (base 255 16) (base 10 2) (base 35 36)))
  (io:format "~p~n" (list (lists:map #'luhn?/1 '("49927398716" "49927398717" "1234567812345670")))))
