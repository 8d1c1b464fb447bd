;; The order in which arguments, bindings and elements are evaluated, seen by what they print.
(defmodule argument_order
  (export (main 0) (three 3)))

(defun main ()
  (line (list (say 1) (say 2) (say 3)))
  (line (tuple (say 'a) (say 'b)))
  (line (cons (say 'head) (say 'tail)))
  (line (three (say 1) (say 2) (say 3)))
  (line (argument_order:three (say 4) (say 5) (say 6)))
  (line (call (say 'argument_order) (say 'three) (say 7) (say 8) (say 9)))
  (line (+ (say 1) (say 2) (say 3) (say 4)))
  (line (- (say 10) (* (say 2) (say 3))))
  (line (map (say 'k) (say 1) (say 'l) (say 2)))
  (line (binary ((say 1) (size (say 8))) ((say 2) (size (say 16)))))
  (line (let ((x (say 'x)) (y (say 'y)) (z (say 'z))) (list z y x)))
  (line (prog1 (say 'first) (say 'second)))
  (line (prog2 (say 'first) (say 'second) (say 'third)))
  (line (andalso (say 'true) (say 'false) (say 'true)))
  (line (orelse (say 'false) (say 'true) (say 'false)))
  (line (and (say 'true) (say 'false)))
  (line (++ (say "a") (say "b") (say "c")))
  (line (funcall (progn (say 'fun) (lambda (a b) (list b a))) (say 1) (say 2))))

(defun three (a b c) (list c b a))

(defun say (value)
  (io:format "~p " (list value))
  value)

(defun line (value)
  (io:format "-> ~p~n" (list value)))
