;; Lines of a log taken apart with regular expressions, counted by hour and level, durations summed.
(defmodule log_analysis
  (export (main 0)))

(defun lines ()
  '("2024-01-05 10:00:01 [info] user=ann GET /index.html 12ms"
    "2024-01-05 10:20:11 [warn] user=bob GET /slow 250ms"
    "2024-01-05 11:02:00 [info] user=ann POST /form 31ms"
    "no log line"
    "2024-01-05 11:59:59 [error] user=cy GET /missing 3ms"))

(defun parse (line)
  (case (re:run line "^(\\S+) (\\d+):\\d+:\\d+ \\[(\\w+)\\] user=(\\w+) (GET|POST) (\\S+) (\\d+)ms$" '(#(capture all_but_first list)))
    ((tuple 'match (list date hour level user method path ms))
     (tuple 'ok (map 'date date 'hour (list_to_integer hour) 'level (list_to_atom level) 'user user 'method method 'path path 'ms (list_to_integer ms))))
    ('nomatch (tuple 'error line))))

(defun tally (key maps) (lists:sort (maps:to_list (lists:foldl (lambda (m acc) (maps:update_with (map-get m key) (lambda (n) (+ n 1)) 1 acc)) #M() maps))))

(defun main ()
  (let* ((parsed (lists:map #'parse/1 (lines))) (good (lc ((<- (tuple 'ok m) parsed)) m)))
    (p (lc ((<- (tuple 'error l) parsed)) l))
    (p (list (tally 'hour good) (tally 'level good) (tally 'user good)))
    (p (lists:sum (lc ((<- m good)) (map-get m 'ms))))
    (p (re:replace "a1b22c333" "\\d+" "<&>" '(global #(return list))))
    (p (re:split "one, two;three" "[,;]\\s*" '(#(return list))))
    (p (re:run "key=value" "(?<k>\\w+)=(?<v>\\w+)" '(#(capture (v k) binary))))))

(defun p (term) (io:format "~p~n" (list term)))
