;; A guessing game on standard input, with wrong input and the end of the input.
;; input: 50\n25\nabc\n37\n31\n34\n
(defmodule guessing_game
  (export (main 0)))

(defun main () (play 34 1))

(defun play (secret tries)
  (case (io:get_line "Guess? ")
    ('eof (io:format "no more input~n"))
    (line
     (case (string:to_integer (string:trim line))
       ((tuple 'error _) (io:format "that is no number~n") (play secret tries))
       ((tuple n _) (when (> n secret)) (io:format "too high~n") (play secret (+ tries 1)))
       ((tuple n _) (when (< n secret)) (io:format "too low~n") (play secret (+ tries 1)))
       ((tuple _ _) (io:format "right after ~p tries~n" (list tries)))))))
