;; The game of life on a torus, as a set of cells and as lines of text.
(defmodule life
  (export (main 0)))

(defun neighbours (x y w h)
  (lc ((<- dx '(-1 0 1)) (<- dy '(-1 0 1)) (orelse (/= dx 0) (/= dy 0)))
    (tuple (rem (+ x dx w) w) (rem (+ y dy h) h))))

(defun step (cells w h)
  (lc ((<- x (lists:seq 0 (- w 1))) (<- y (lists:seq 0 (- h 1)))
       (let* ((n (length (lc ((<- c (neighbours x y w h)) (lists:member c cells)) c)))
              (alive (lists:member (tuple x y) cells)))
         (orelse (== n 3) (andalso alive (== n 2)))))
    (tuple x y)))

(defun show (cells w h)
  (lists:foreach
    (lambda (y)
      (io:format "~s~n" (list (lc ((<- x (lists:seq 0 (- w 1)))) (if (lists:member (tuple x y) cells) #\# #\.)))))
    (lists:seq 0 (- h 1)))
  (io:format "~n"))

(defun main ()
  (let ((glider '(#(1 0) #(2 1) #(0 2) #(1 2) #(2 2))))
    (show glider 5 5)
    (show (step glider 5 5) 5 5)
    (io:format "~p~n" (list (== (lists:sort glider)
                               (do ((i 0 (+ i 1)) (g glider (step g 4 4))) ((== i 16) (lists:sort g))))))))
