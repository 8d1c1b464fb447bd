;; and, or, xor and not are strict and take booleans only; andalso and orelse stop early.
(defmodule and_or_strict
  (export (main 0)))

(defun main ()
  (let ((bools '(true false)))
    (p (lc ((<- a bools) (<- b bools)) (and a b)))
    (p (lc ((<- a bools) (<- b bools)) (or a b)))
    (p (lc ((<- a bools) (<- b bools)) (xor a b)))
    (p (lc ((<- a bools) (<- b bools) (<- c bools)) (list (and a b c) (or a b c) (xor a b c))))
    (p (lc ((<- a bools)) (not a))))
  (p (reason (lambda () (and 'true (v 1)))))
  (p (reason (lambda () (and 'false (v 1)))))
  (p (reason (lambda () (or (v 'x) 'true))))
  (p (reason (lambda () (not (v 0)))))
  (p (reason (lambda () (andalso (v 'false) (error 'not-reached)))))
  (p (reason (lambda () (orelse (v 'true) (error 'not-reached)))))
  (p (reason (lambda () (andalso (v 'true) (v 'last)))))
  (p (reason (lambda () (orelse (v 'false) (v 'last)))))
  (p (case (reason (lambda () (orelse (v 'maybe) 'true))) (`#(error ,r) (bad r))))
  (p (case (reason (lambda () (andalso (v 7) 'true))) (`#(error ,r) (bad r)))))

(defun bad
  ((`#(badarg ,v)) (list 'badarg v))
  ((other) other))

(defun v (x) x)

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
