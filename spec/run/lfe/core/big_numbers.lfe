;; Integers without bound, floats.
(defmodule big_numbers
  (export (main 0)))

(defun fact (n) (if (=< n 1) 1 (* n (fact (- n 1)))))

(defun main ()
  (p (fact 30))
  (p (div (fact 30) (fact 28)))
  (p (- (bsl 1 64)))
  (p (rem (bsl 1 100) 1000007))
  (p (/ 1 3))
  (p 1100.0)
  (p 1.0e-10)
  (p (+ 0.1 0.2)))

(defun p (term)
  (io:format "~p~n" (list term)))
