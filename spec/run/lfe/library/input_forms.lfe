;; Forms and lines read from standard input, with prompts.
;; input: (first form) second "third\nline\n(fourth\n form)\nrest of it\n
;; not-on: beam
;; (no library of LFE on the BEAM)
(defmodule input_forms
  (export (main 0)))

(defun main ()
  (show (lfe_io:read))
  (show (lfe_io:read "prompt> "))
  (show (io:get_line ""))
  (show (lfe_io:get_line ""))
  (show (lfe_io:read_line))
  (show (io:get_line "")))

(defun show (x) (lfe_io:format "~w~n" (list x)))
