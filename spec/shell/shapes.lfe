(defmodule shapes
  (export (area 1)))

(defrecord square side)

(defmacro double (n) `(* 2 ,n))

(defun area
  (((match-square side s)) (* s s))
  (((tuple 'rectangle a b)) (hidden a b)))

(defun hidden (a b) (* a b))
