;; Text laid out: centred, wrapped, justified, tables of a month, words turned and counted.
(defmodule dates_and_text
  (export (main 0)))

(defun wrap (s width) (wrap (string:lexemes s " ") width "" ()))
(defun wrap
  ((() _ line acc) (lists:reverse (cons line acc)))
  (((cons w ws) width "" acc) (wrap ws width w acc))
  (((cons w ws) width line acc)
   (if (=< (+ (length line) 1 (length w)) width)
     (wrap ws width (++ line " " w) acc)
     (wrap ws width w (cons line acc)))))

(defun month (y m)
  (let* ((first (calendar:day_of_the_week y m 1)) (days (calendar:last_day_of_the_month y m))
         (cells (++ (lists:duplicate (- first 1) "  ") (lc ((<- d (lists:seq 1 days))) (lists:flatten (io_lib:format "~2w" (list d)))))))
    (cons "Mo Tu We Th Fr Sa Su" (rows cells))))

(defun rows (cells)
  (if (=< (length cells) 7)
    (list (string:join cells " "))
    (let (((tuple a b) (lists:split 7 cells))) (cons (string:join a " ") (rows b)))))

(defun main ()
  (lists:foreach (lambda (l) (io:format "|~-20s|~20s|~s|~n" (list l l (string:centre l 24))))
                 (wrap "the quick brown fox jumps over the lazy dog again" 20))
  (lists:foreach (lambda (l) (io:format "~s~n" (list l))) (month 2024 2))
  (io:format "~p~n" (list (calendar:gregorian_days_to_date (+ 60 (calendar:date_to_gregorian_days 2024 1 1)))))
  (io:format "~p~n" (list (calendar:time_difference #(#(2024 1 1) #(0 0 0)) #(#(2024 3 1) #(12 30 5)))))
  (io:format "~s~n" (list (string:join (lists:reverse (string:lexemes "never odd or even" " ")) " ")))
  (io:format "~p~n" (list (lc ((<- w '("level" "noon" "lisp"))) (== w (lists:reverse w))))))
