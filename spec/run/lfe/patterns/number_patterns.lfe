;; Integers, floats, characters and big numbers as patterns, exactly.
(defmodule number_patterns
  (export (main 0)))

(defun name
  ((0) 'zero)
  ((1) 'one)
  ((1.0) 'one-float)
  ((-1) 'minus)
  ((#\A) 'letter)
  ((#xFF) 'hex)
  ((123456789012345678901) 'big)
  ((-123456789012345678901) 'minus-big)
  ((1.5e10) 'float)
  ((n) (when (is_float n) (== n 0)) 'zero-float)
  ((n) (when (> n 1000) (is_integer n)) 'large)
  ((_) 'other))

(defun main ()
  (io:format "~p~n" (list (lists:map #'name/1 (list 0 1 1.0 -1 65 255 123456789012345678901 -123456789012345678901 1.5e10 15000000000 0.0 -0.0 2 2.0 (* 3 400))))))
