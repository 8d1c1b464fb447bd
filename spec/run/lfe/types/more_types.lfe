;; Types and specifications of all shapes do not change what a program does.
(defmodule more_types
  (export (main 0) (find 2) (area 1) (apply-all 2))
  (export-type (shape 0) (tree 1) (pair 2) (flags 0) (handler 0) (any-handler 0) (options 0) (maybe-bits 0) (literal 0) (remote 0)))

(deftype shape (UNION (tuple 'circle (float)) (tuple 'square (number))))
(deftype (tree a) (UNION 'leaf (tuple 'node (tree a) a (tree a))))
(defopaque key (binary))
(deftype (pair a b) (tuple a b))
(deftype flags (range 0 255))
(deftype handler (lambda ((integer) (atom)) (boolean)))
(deftype any-handler (lambda any (term)))
(deftype options (map 'name (string) 'size (integer)))
(deftype maybe-bits (bitstring 8 1))
(deftype literal (UNION 'a 1 -1 (nil)))
(deftype remote (orddict:orddict))

(defrecord entry (key #"" (key)) (value 'none (any)) (kids () (list (tree (integer)))))

(defspec (find 2) (((key) (list (tuple (key) value))) (UNION (tuple 'ok value) 'error) ((value (any)))))
(defun find (k l)
  (case (lists:keyfind k 1 l)
    ((tuple _ v) (tuple 'ok v))
    ('false 'error)))

(defspec area (((shape)) (number)))
(defun area
  (((tuple 'circle r)) (* 3 r r))
  (((tuple 'square s)) (* s s)))

(defun apply-all
  "Applies all."
  (spec (((list (lambda ((integer)) a)) (integer)) (list a)))
  ((fs x) (lc ((<- f fs)) (funcall f x))))

(defun main ()
  (io:format "~p~n" (list (list (find #"k" '(#(#"k" 1))) (find #"z" ()))))
  (io:format "~p~n" (list (lists:map #'area/1 '(#(circle 2.0) #(square 3)))))
  (io:format "~p~n" (list (apply-all (list (lambda (x) (+ x 1)) #'abs/1) -5)))
  (io:format "~p~n" (list (make-entry key #"a"))))
