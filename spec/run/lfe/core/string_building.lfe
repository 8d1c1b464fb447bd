;; Strings are lists: code points, ++, escapes, comparison, iolists, unicode output.
(defmodule string_building
  (export (main 0)))

(defun main ()
  (p (length "a\tb\n\e\s\d\\\""))
  (p "a\tb\n\e\s\d\\\"")
  (p (== "ab" '(97 98)))
  (p (== "ab" (list #\a #\b)))
  (p (< "abc" "abd"))
  (p (lists:reverse "stressed"))
  (p (++ "x" (++ "" "y") "z"))
  (p (string:join '("a" "b" "c") ", "))
  (p (string:tokens "one two  three" " "))
  (p (iolist_to_binary (list "a" #"b" #\c (list "d" (list)))))
  (p (lc ((<- c "Hello")) (if (andalso (>= c #\a) (=< c #\z)) (- c 32) c)))
  (p (-- "mississippi" "miss"))
  (p (list_to_binary (lists:duplicate 3 "ab")))
  (p (case "prefix-rest" ((++ "prefix-" rest) rest)))
  (io:format "~s|~10s|~-10s|~3s~n" (list "abc" "right" "left" "cut"))
  (p "a
b"))

(defun p (term) (io:format "~p~n" (list term)))
