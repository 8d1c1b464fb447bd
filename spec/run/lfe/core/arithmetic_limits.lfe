;; Numbers at the limits of machine words, mixed with floats, in all operators; what overflows and what fails.
(defmodule arithmetic_limits
  (export (main 0)))

(defun main ()
  (let ((small (- (bsl 1 59) 1)) (word (- (bsl 1 63) 1)))
    (p (list (+ small 1) (- (- small) 2) (* small small) (+ word 1) (- (- word) 2)))
    (p (list (div (bsl 1 100) 3) (rem (- (bsl 1 100)) 7) (div -7 2) (rem -7 2) (div 7 -2)))
    (p (list (band word -1) (bor small (bsl 1 64)) (bxor -1 word) (bnot word) (bsr (bsl 1 80) 70) (bsl -1 70)))
    (p (list (== (bsl 1 53) 9007199254740992.0) (< (bsl 1 60) 1.0e18) (== 1 1.0) (=:= 1 1.0) (> 1.0e308 (bsl 1 1000))))
    (p (list (+ 1 1.5) (* 2 0.5) (/ 7 2) (/ 6 2) (- 0.0) (trunc 1.0e20) (round -2.5) (abs -1.5)))
    (p (list (max 1 1.0) (max 1.0 1) (min 'a "a") (float (bsl 1 70)))))
  (p (lists:map #'reason/1
       (list (lambda () (/ 1 0)) (lambda () (div 1 (zero))) (lambda () (rem 1 (zero))) (lambda () (+ 'a 1)) (lambda () (* 1.0e308 10)) (lambda () (bsl 1 1.5)) (lambda () (float (bsl 1 2000))) (lambda () (- "1")))))
  (p (list (list_to_integer "-42") (integer_to_list 255 16) (list_to_float "1.5e3") (float_to_list 0.1 '(#(decimals 3))) (binary_to_integer #"77"))))

(defun zero () 0)

(defun reason (f)
  (try (funcall f) (catch ((tuple _ r _) r))))

(defun p (term) (io:format "~w~n" (list term)))
