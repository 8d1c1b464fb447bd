;; Words of a text counted, sorted by count and name, lines numbered, lengths drawn as bars.
(defmodule word_count
  (export (main 0)))

(defun text ()
  """
  the quick brown fox jumps over the lazy dog
  the dog sleeps; the fox runs,
  and the end
  """)

(defun words (s) (string:lexemes s " ;,\n"))

(defun counts (ws)
  (lists:foldl (lambda (w m) (maps:update_with w (lambda (n) (+ n 1)) 1 m)) #M() ws))

(defun main ()
  (let* ((ws (words (text))) (cs (maps:to_list (counts ws))))
    (lists:foreach
      (match-lambda (((tuple w n)) (io:format "~-8s ~2w ~s~n" (list w n (lists:duplicate n #\*)))))
      (lists:sublist (lists:sort (match-lambda (((tuple a m) (tuple b n)) (=< (tuple (- m) a) (tuple (- n) b)))) cs) 5))
    (lists:foldl (lambda (line n) (io:format "~3..0B ~s~n" (list n line)) (+ n 1)) 1 (string:split (text) "\n" 'all))
    (io:format "~p~n" (list (lists:foldl (lambda (w longest) (if (> (length w) (length longest)) w longest)) "" ws)))
    (io:format "~s~n" (list (lists:map (match-lambda (((cons c cs)) (list (string:to_upper c) cs " "))) (lists:sublist ws 4))))))
