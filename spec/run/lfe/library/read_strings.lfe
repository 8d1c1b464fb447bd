;; Forms read from strings: all kinds of data, several forms, errors with their places.
;; not-on: beam, since there is no library of LFE there
(defmodule read_strings
  (export (main 0)))

(defun read (s)
  (lfe_io:format "~w~n" (list (lfe_io:read_string s))))

(defun main ()
  (lists:foreach #'read/1
    '("(a b c) " "1 2.5 foo " "'(quote x) " "#(1 \"two\" #\"three\") " "#M(a 1) " "`(a ,b ,@c) "
      "#\\a #x1F #b101 " "[a (b c)] " "; only a comment\n" "" "a ;c\n b " "#| block |# x " "|odd symbol| " "(a . b) "))
  (lists:foreach #'bad/1 '("(a b" ")" "(a ]" "#z1 " "\"abc" "(a . b c)" "#M(a) " "#2r12 ")))

(defun bad (s)
  (case (lfe_io:read_string s)
    ((tuple 'error _) (lfe_io:format "error~n" ()))
    ((tuple 'error _ _) (lfe_io:format "error with place~n" ()))
    (other (lfe_io:format "~w~n" (list other)))))
