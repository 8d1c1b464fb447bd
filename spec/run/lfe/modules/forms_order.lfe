;; Functions may be used before they are defined, and of several arities.
(defmodule forms_order
  (export (main 0)))

(defun main ()
  (p (list (f) (f 1) (f 1 2))))

(defun f () (f 'none))
(defun f (x) (f x 'default))
(defun f (x y) (tuple x y))

(defun p (term)
  (io:format "~p~n" (list term)))
