;; Structs of two modules of a file, used from a third: made, matched, updated, refused.
;; entry: several_modules:main
;; deviates: structs-of-file
(defmodule circle
  (export (new 1) (area 1)))

(defstruct (r 1) (unit "cm"))

(defun new (r) (struct circle r r))

(defun area
  (((struct circle r r)) (* 3 r r)))

(defmodule square
  (export (new 1) (area 1)))

(defstruct side)

(defun new (s) (struct square side s))
(defun area (s) (* (struct-field s square side) (struct-field s square side)))

(defmodule several_modules
  (export (main 0)))

(defun main ()
  (let ((c (circle:new 2)) (s (square:new 3)))
    (p (list c s))
    (p (list (circle:area c) (square:area s)))
    (p (list (is-struct c) (is-struct #M(a 1)) (is-struct c circle) (is-struct c square) (is-struct 'x)))
    (p (call 'circle '__struct__))
    (p (call 'circle '__struct__ '(#(r 5))))
    (p (reason (lambda () (call 'circle '__struct__ '(#(no 5))))))
    (p (reason (lambda () (circle:area s))))
    (p (reason (lambda () (square:area c))))))

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
