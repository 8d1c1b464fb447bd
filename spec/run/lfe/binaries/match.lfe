;; Binary patterns.
(defmodule match
  (export (main 0)))

(defun f
  (((binary (tag (size 8)) (len (size 16)) (body bytes (size len)) (rest binary)))
   (list tag len body rest)))

(defun main ()
  (p (f (binary 7 (3 (size 16)) (#"abcde" binary))))
  (let (((binary (a (size 4)) (b (size 4)) (c float) (d bitstring)) (binary 165 (2.5 float) (1 (size 3)))))
    (p (list a b c d)))
  (p (case #"abc" ((binary "ab" (r binary)) r)))
  (p (case #"xbc" ((binary "ab" (r binary)) r) (_ 'no)))
  (p (let (((binary (x signed) (y little (size 16))) (binary 255 1 2))) (list x y)))
  (p (let (((binary (c utf8) (r bytes)) (binary (8364 utf8) 1))) (list c r)))
  (p (case (binary 1 1) ((binary a a) 'same) (_ 'different)))
  (p (case (binary 1 2) ((binary a a) 'same) (_ 'different)))
  (let ((n 2))
    (p (case #"abcd" ((binary (a binary (size n)) (_ bytes)) a)))))

(defun p (term)
  (io:format "~p~n" (list term)))
