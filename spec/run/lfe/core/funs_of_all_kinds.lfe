;; Funs of every kind compared, printed with their arity, and as keys.
(defmodule funs_of_all_kinds
  (export (main 0) (twice 1) (apply-it 2)))

(defun twice (x) (* 2 x))
(defun hidden (x y) (tuple x y))
(defun apply-it (f x) (funcall f x))

(defun main ()
  (let ((local #'hidden/2)
        (remote #'funs_of_all_kinds:twice/1)
        (bif #'erlang:abs/1)
        (operator #'+/2)
        (named (fun twice 1))
        (remote-named (fun lists reverse 1))
        (lam (lambda (a b c) (list a b c)))
        (made (make-adder 5)))
    (p (lc ((<- f (list local remote bif operator named remote-named lam made)))
         (let (((tuple 'arity n) (erlang:fun_info f 'arity))) n)))
    (p (list (funcall local 1 2) (funcall remote 4) (funcall bif -3) (funcall operator 1 2)
             (funcall named 8) (funcall remote-named '(1 2 3)) (funcall lam 1 2 3) (funcall made 1)))
    (p (list (=:= remote #'funs_of_all_kinds:twice/1) (=:= bif (fun erlang abs 1))
             (=:= (make-adder 1) (make-adder 2))))
    (p (list remote bif))
    (p (lists:map #'twice/1 '(1 2 3)))
    (p (lists:map (fun twice 1) '(1 2 3)))
    (p (lists:foldl #'+/2 0 '(1 2 3)))
    (p (apply-it (match-lambda ((x) (when (> x 0)) 'positive)) 1))))

(defun make-adder (n) (lambda (x) (+ x n)))

(defun p (term) (io:format "~p~n" (list term)))
