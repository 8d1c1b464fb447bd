;; Loops of a million turns in constant space.
(defmodule tail_calls
  (export (main 0)))

(defun count
  ((0 acc) acc)
  ((n acc) (let ((m (- n 1))) (cond ((> n 0) (count m (+ acc 1))) (else 'never)))))

(defun down (n)
  (if (== n 0) 'done (progn (case n (_ (down (- n 1)))))))

(defun main ()
  (p (count 20000 0))
  (p (down 20000)))

(defun p (term)
  (io:format "~p~n" (list term)))
