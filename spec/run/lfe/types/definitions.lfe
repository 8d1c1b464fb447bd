;; Types, opaque types and specifications are read and checked.
(defmodule definitions
  (export (main 0) (area 1) (sum 1))
  (export-type (shape 0) (pair 2)))

(deftype shape (UNION (tuple 'circle (number)) (tuple 'square (number)) 'none))
(deftype (pair a b) (tuple a b))
(defopaque secret (integer))
(deftype byte-range (range 0 255))
(deftype settings (map 'name (string) 'size (byte-range)))
(deftype callback (lambda ((integer)) (secret)))

(defspec (area 1) (((shape)) (number)))
(defun area
  ((`#(circle ,r)) (* 3 r r))
  ((`#(square ,a)) (* a a))
  (('none) 0))

(defspec sum (((list (integer))) (integer)))
(defun sum (l) (lists:sum l))

(defun spec-inside (x)
  (spec (((integer)) (integer)))
  (+ x 1))

(defun main ()
  (p (list (area #(circle 2)) (area #(square 3)) (area 'none)))
  (p (sum '(1 2)))
  (p (spec-inside 1)))

(defun p (term)
  (io:format "~p~n" (list term)))
