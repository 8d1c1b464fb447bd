;; Binaries in guards.
(defmodule guards
  (export (main 0)))

(defun f
  ((b) (when (=:= (byte_size b) 0)) 'empty)
  ((b) (when (=:= b (binary "ab"))) 'ab)
  ((b) (when (is_binary b) (> (byte_size b) 3)) 'long)
  ((b) (when (> (bit_size b) 8)) 'more-than-a-byte)
  ((_) 'other))

(defun main ()
  (p (lists:map #'f/1 (list #"" #"ab" #"abcd" #"xy" 5))))

(defun p (term)
  (io:format "~p~n" (list term)))
