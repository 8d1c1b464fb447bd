;; Mandelbrot set, 400 by 200 points, 200 iterations: floats in a loop.
(defmodule mandelbrot
  (export (main 0)))

(defun iterate
  ((_ _ _ _ 0) 0)
  ((zr zi cr ci n)
   (when (is_float zr) (is_float zi) (is_float cr) (is_float ci))
   (let ((r2 (* zr zr))
         (i2 (* zi zi)))
     (if (> (+ r2 i2) 4.0)
       n
       (iterate (+ (- r2 i2) cr) (+ (* (* 2.0 zr) zi) ci) cr ci (- n 1))))))

(defun row
  ((0 _ acc) acc)
  ((x y acc)
   (row (- x 1) y
        (+ acc (iterate 0.0 0.0 (- (* 0.005 (float x)) 1.5) (- (* 0.005 (float y)) 1.0) 200)))))

(defun column
  ((0 acc) acc)
  ((y acc) (column (- y 1) (row 400 y acc))))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (column 200 0))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
