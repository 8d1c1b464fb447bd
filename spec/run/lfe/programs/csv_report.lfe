;; Comma-separated text to records, sums by group, a table with aligned columns.
(defmodule csv_report
  (export (main 0)))

(defrecord sale item region (count 0 (integer)) (price 0.0 (float)))

(defun data ()
  #"""
  apple,north,10,0.5
  pear,south,3,0.75
  "plum, dried",north,7,1.25
  apple,south,4,0.5
  broken line
  """)

(defun fields (line) (fields line #"" ()))
(defun fields
  (((binary "\"" (rest bytes)) #"" acc)
   (let ((`(,f ,more) (binary:split rest #"\""))) (fields more f acc)))
  (((binary "," (rest bytes)) f acc) (fields rest #"" (cons f acc)))
  (((binary c (rest bytes)) f acc) (fields rest (binary (f binary) c) acc))
  ((#"" f acc) (lists:reverse (cons f acc))))

(defun to-sale (line)
  (case (fields line)
    ((list item region count price)
     (tuple 'ok (make-sale item item region (binary_to_atom region) count (binary_to_integer count) price (binary_to_float price))))
    (fs (tuple 'error (length fs)))))

(defun total (s) (* (sale-count s) (sale-price s)))

(defun main ()
  (let* ((parsed (lists:map #'to-sale/1 (binary:split (data) #"\n" '(global))))
         (sales (lc ((<- (tuple 'ok s) parsed)) s))
         (sums (lists:foldl (lambda (s m) (maps:update_with (sale-region s) (lambda (t) (+ t (total s))) (total s) m)) #M() sales)))
    (lists:foreach (lambda (s) (io:format "~-12s ~-6w ~3w ~6.2f ~8.2f~n" (list (sale-item s) (sale-region s) (sale-count s) (sale-price s) (total s)))) sales)
    (io:format "~p~n" (list (maps:to_list sums)))
    (io:format "~p~n" (list (lc ((<- (tuple 'error n) parsed)) n)))
    (io:format "~p~n" (list (lists:usort (lists:map (lambda (s) (sale-item s)) sales))))))
