;; Structs in guards and their errors.
(defmodule guards
  (export (main 0)))

(defstruct (v 1))

(defun f
  ((x) (when (is-struct x guards) (> (struct-field x guards v) 5)) 'large)
  ((x) (when (is-struct x guards)) 'small)
  ((x) (when (is-struct x)) 'other-struct)
  ((_) 'none))

(defun main ()
  (p (list (f (struct guards v 10)) (f (struct guards)) (f #M(__struct__ m)) (f 1))))

(defun p (term)
  (io:format "~p~n" (list term)))
