;; Macros that walk code: derivatives of formulas, a small pattern language, counting of calls.
(defmodule recursion_over_code
  (export (main 0)))

(eval-when-compile
  (defun derive
    ((x x) 1)
    ((n _) (when (is_number n)) 0)
    ((y _) (when (is_atom y)) 0)
    (((list '+ a b) x) (simple '+ (derive a x) (derive b x)))
    (((list '* a b) x) (simple '+ (simple '* (derive a x) b) (simple '* a (derive b x))))
    (((list '^ a n) x) (when (is_integer n)) (simple '* (simple '* n (list '^ a (- n 1))) (derive a x))))
  (defun simple
    (('+ 0 a) a)
    (('+ a 0) a)
    (('* 0 _) 0)
    (('* _ 0) 0)
    (('* 1 a) a)
    (('* a 1) a)
    ((op a b) (list op a b)))
  (defun code
    (((list '^ a n)) `(power ,(code a) ,n))
    (((list op a b)) (list op (code a) (code b)))
    ((a) a))
  (defun calls
    (((cons h t)) (+ (if (is_atom h) 1 (calls h)) (lists:sum (lc ((<- a t) (is_list a)) (calls a)))))
    ((_) 0)))

(defmacro d ((list formula var) (code (derive formula var))))
(defmacro shown ((list formula var) `',(derive formula var)))
(defmacro count-calls ((list form) (calls form)))

(defun power
  ((_ 0) 1)
  ((x n) (* x (power x (- n 1)))))

(defun main ()
  (let ((x 3) (y 2))
    (p (shown (+ (* x x) (* 3 x)) x))
    (p (d (+ (* x x) (* 3 x)) x))
    (p (shown (* y (^ x 3)) x))
    (p (d (* y (^ x 3)) x))
    (p (d (* y (^ x 3)) y)))
  (p (count-calls (f (g 1 2) (h (i)) 'a))))

(defun p (term) (io:format "~w~n" (list term)))
