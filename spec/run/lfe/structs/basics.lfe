;; A struct is a map that knows its module.
(defmodule basics
  (export (main 0)))

(defstruct (name "none") (size 0) tag)

(defun main ()
  (let ((s (struct basics size 5)))
    (p (lists:sort (maps:to_list s)))
    (p (struct-field s basics size))
    (p (lists:sort (maps:to_list (struct-update s basics name "x" tag 't))))
    (p (list (is-struct s) (is-struct s basics) (is-struct #M(a 1)) (is-struct 5)))
    (p (case s ((struct basics size n) (tuple 'size n))))
    (p (map-get s '__struct__)))
  (p (lists:sort (maps:to_list (__struct__))))
  (p (map-get (__struct__ '(#(tag x))) 'tag)))

(defun p (term)
  (io:format "~p~n" (list term)))
