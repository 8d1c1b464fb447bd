;; not-on: beam, since there is no library of LFE there
;; Terms for people in LFE's syntax.
(defmodule pretty_terms
  (export (main 0)))

(defun s (n) (lc ((<- i (lists:seq 1 n))) (list_to_atom (++ "symbol-" (integer_to_list i)))))
(defun w (x) (lfe_io:format "~p~n" (list x)))

(defun main ()
  (w '(quote (a b)))
  (w '(a "b" #"c" |x y|))
  (w "text\n\"quoted\"")
  (w (s 20))
  (w (cons 'f (lc ((<- i (lists:seq 1 12))) (list 'g i (* i i)))))
  (w (list_to_tuple (lc ((<- i (lists:seq 1 12))) (tuple 'g i (* i i)))))
  (w `(let ((a ,(s 3)) (b ,(s 3)) (c (f ,(s 2)))) ,(s 5) ,(s 3)))
  (w `(case x ((tuple 'a b) ,(s 5)) (_ ,(s 4))))
  (w `(cond ((test ,(s 3)) (then ,(s 4))) ((test2 ,(s 3)) ok) (else (other ,(s 5)))))
  (w '(defun f (x y) (let ((a 1)) (lists:map (lambda (z) (+ z a)) (list x y x y x y x y x y x y x y))))))
