;; deviates: bit-types
;; All spellings of types.
(defmodule type_names
  (export (main 0)))

(defun main ()
  (p (binary (233 utf-8)))
  (p (binary (233 utf-16) (233 utf-32)))
  (p (binary (258 (size 16) little-endian) (258 (size 16) big-endian)))
  (p (case (binary (258 (size 16))) ((binary (n (size 16) little-endian)) n))))

(defun p (term)
  (io:format "~w~n" (list term)))
