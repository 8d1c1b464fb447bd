;; Local macros.
(defmodule macrolet
  (export (main 0)))

(defun main ()
  (p (macrolet ((double (x) `(* 2 ,x))) (double 21)))
  (p (macrolet ((m args `(list ,@args))) (m 1 2 3)))
  (p (macrolet ((f ((list a) a) ((list a b) `(+ ,a ,b)))) (list (f 1) (f 1 2))))
  (p (let-macro ((k (lambda (args env) `(quote ,args)))) (k a b)))
  (p (macrolet ((a () 1)) (macrolet ((a () 2)) (a))))
  (p (macrolet ((a () 1) (b () '(a))) (b))))

(defun p (term)
  (io:format "~p~n" (list term)))
