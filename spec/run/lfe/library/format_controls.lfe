;; Every control of lfe_io:format with widths, on terms of LFE.
;; not-on: beam, since there is no library of LFE there
(defmodule format_controls
  (export (main 0)))

(defmacro show (format . args)
  `(io:format "~s|~n" (list (lists:flatten (lfe_io:format1 ,format (list ,@args))))))

(defun main ()
  (lfe_io:format "~w ~p ~s~n" (list '#(a "b" #"c") '#(a "b" #"c") "text"))
  (lfe_io:format "~10w|~-10w|~10s|~-10s|~n" (list 'a 'b "c" "d"))
  (lfe_io:format "~e ~f ~g ~.2f ~10.3f~n" (list 1.5 1.5 1.5 2.718 3.14159))
  (lfe_io:format "~b ~B ~.16b ~.16B~n" (list 10 10 255 255) )
  (lfe_io:format "~c~3c~n" (list #\a #\b))
  (lfe_io:format "~i~w~~~n" (list 'ignored 'shown))
  (lfe_io:format "~W ~P~n" (list '(1 2 3 4 5 6 7 8) 4 '(a b c d e f g h) 4))
  (lfe_io:format "~*c~n" (list 3 #\x))
  (lfe_io:format "no arguments~n" ()))
