;; Functions that guards may call, on values for which they fail and for which they do not.
(defmodule guard_functions
  (export (main 0)))

(defmacro always () ''true)

(defmacro check
  ((cons value tests)
  `(let ((v ,value))
     (list ,@(lc ((<- t tests)) `(case v (x (when ,t) 'yes) (_ 'no)))))))

(defun main ()
  (p (check '(3 1 2) (== (length x) 3) (== (hd x) 3) (== (tl x) '(1 2)) (== (car x) 3) (== (cdr x) '(1 2))))
  (p (check 'atom (== (length x) 0) (== (hd x) 3) (orelse (== (hd x) 3) 'true) (or 'true (== (hd x) 3))))
  (p (check #(a b) (== (size x) 2) (== (tuple_size x) 2) (== (element 2 x) 'b) (== (tref x 1) 'a) (== (element 3 x) 'c)))
  (p (check #"bytes" (== (size x) 5) (== (byte_size x) 5) (== (bit_size x) 40) (== (binary_part x 1 2) #"yt")))
  (p (check -2.5 (== (abs x) 2.5) (== (trunc x) -2) (== (round x) -3) (== (floor x) -3) (== (ceil x) -2) (== (float x) -2.5)))
  (p (check #M(k 1) (== (map_size x) 1) (== (map-size x) 1) (== (map_get 'k x) 1) (== (mref x 'k) 1) (== (map-get x 'l) 1)))
  (p (check 7 (== (div x 2) 3) (== (rem x 4) 3) (== (band x 6) 6) (== (bsl x 1) 14) (== (bnot x) -8) (== (/ x 0) 1)))
  (p (check (self) (== x (self)) (== (node x) (node)) (is_pid x)))
  (p (check 3 (and (> x 1) (< x 5)) (andalso (> x 1) (< x 2)) (xor (> x 1) (< x 5)) (not (> x 5)) (< 1 x 5)))
  (p (check 3 (== (list x x) '(3 3)) (== (tuple x 1) #(3 1)) (== (cons x ()) '(3)) (== (map 'a x) #M(a 3)) (== (binary x) #B(3))))
  (p (check 3 x (list x) 'true (always)))
  (p (check 'true x (not x) (call 'erlang 'is_atom x) (erlang:is_atom x) (erlang:and x x))))

(defun p (term) (io:format "~p~n" (list term)))
