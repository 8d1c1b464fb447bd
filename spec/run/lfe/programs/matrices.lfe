;; Matrices as lists of rows: products, transposes, powers, determinants by fractions, printing.
(defmodule matrices
  (export (main 0)))

(defun transpose
  (((cons () _)) ())
  ((m) (cons (lists:map #'hd/1 m) (transpose (lists:map #'tl/1 m)))))

(defun dot (a b) (lists:sum (lists:zipwith #'*/2 a b)))
(defun mul (a b) (let ((cols (transpose b))) (lc ((<- row a)) (lc ((<- col cols)) (dot row col)))))
(defun identity (n) (lc ((<- i (lists:seq 1 n))) (lc ((<- j (lists:seq 1 n))) (if (== i j) 1 0))))

(defun power
  ((m 0) (identity (length m)))
  ((m n) (when (== 0 (rem n 2))) (let ((h (power m (div n 2)))) (mul h h)))
  ((m n) (mul m (power m (- n 1)))))

(defun gcd ((a 0) (abs a)) ((a b) (gcd b (rem a b))))
(defun frac (n d) (let ((g (* (gcd n d) (if (< d 0) -1 1)))) (tuple (div n g) (div d g))))
(defun f-mul (((tuple a b) (tuple c d)) (frac (* a c) (* b d))))
(defun f-sub (((tuple a b) (tuple c d)) (frac (- (* a d) (* c b)) (* b d))))
(defun f-div (((tuple a b) (tuple c d)) (frac (* a d) (* b c))))

(defun det (m) (det-rows (lc ((<- r m)) (lc ((<- x r)) (tuple x 1))) #(1 1)))
(defun det-rows
  ((() acc) acc)
  ((rows acc)
   (case (lists:splitwith (match-lambda (((cons (tuple 0 _) _)) 'true) ((_) 'false)) rows)
     ((tuple _ ()) #(0 1))
     ((tuple before (cons (cons p ps) after))
      (let ((sign (if (== 0 (rem (length before) 2)) 1 -1)))
        (det-rows (lc ((<- (cons x xs) (++ before after))) (lists:zipwith (lambda (a b) (f-sub a (f-mul (f-div x p) b))) xs ps))
                  (f-mul acc (f-mul p (tuple sign 1)))))))))

(defun show (m) (lists:foreach (lambda (r) (io:format "~s~n" (list (lc ((<- x r)) (io_lib:format "~5w" (list x)))))) m))

(defun main ()
  (let ((a '((1 2) (3 4))) (b '((2 0 1) (1 3 2))))
    (show (mul a b))
    (show (transpose b))
    (show (power '((1 1) (1 0)) 30))
    (io:format "~w~n" (list (lists:map #'det/1 (list a (identity 3) '((0 2 1) (1 0 3) (4 -1 2)) '((1 2) (2 4)) '((0))))))))
