;; not-on: beam, since there is no library of LFE there
;; Controls of lfe_io:format.
(defmodule formatted_terms
  (export (main 0)))

(defun main ()
  (lfe_io:format "~P ~W~n" (list '(a (b (c (d (e)))) f g h) 4 #(a b c d e) 3))
  (lfe_io:format "~s ~s ~s ~10s|~-10s|~n" (list "abc" 'atom #"bin" "x" "y"))
  (lfe_io:format "~5w|~-5w|~10.2f ~e ~b ~.16b ~.16B ~c ~i~~~n" (list 'ab 'cd 3.14159 2.5 255 255 255 97 'skip))
  (p (lists:flatten (lfe_io:format1 "~w-~p" '(a "b"))))
  (p (try (lfe_io:format1 "~q" '(a)) (catch (`#(error ,r ,_) r)))))

(defun p (term)
  (io:format "~p~n" (list term)))
