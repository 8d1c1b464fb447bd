;; deviates: local-bif-name
;; A function of the module wins over an automatically imported one.
(defmodule own_names
  (export (main 0)))

(defun abs (x) (tuple 'my-abs x))
(defun get (x) (tuple 'my-get x))
(defun max (x y) (tuple 'my-max x y))

(defun main ()
  (p (abs -1))
  (p (get 'x))
  (p (max 1 2))
  (p (erlang:abs -1))
  (p (lists:map #'abs/1 '(1))))

(defun p (term)
  (io:format "~p~n" (list term)))
