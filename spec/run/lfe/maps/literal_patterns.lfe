;; deviates: literal-patterns
;; Literal maps and bit strings are patterns.
(defmodule literal_patterns
  (export (main 0)))

(defun f
  ((#M(a 1)) 'literal-map)
  ((`#M("name" ,n)) (tuple 'name n))
  ((#B((5 (size 3)))) 'bits)
  ((_) 'none))

(defun main ()
  (p (f #M(a 1 b 2)))
  (p (f #M("name" 5)))
  (p (f (binary (5 (size 3)))))
  (p (f 'x)))

(defun p (term)
  (io:format "~p~n" (list term)))
