;; The predicates and loops of cl's include file.
(defmodule cl_lfe_include
  (export (main 0)))

(include-lib "lfe/include/cl.lfe")

(defun main ()
  (p (list (atomp 'a) (consp '(1)) (consp ()) (listp ()) (numberp 1.5) (integerp 1) (floatp 1) (tuplep #(1))))
  (p (list (booleanp 'true) (booleanp 'x) (pidp (self)) (refp (make_ref)) (mapp #M()) (binaryp #"a") (bitstringp #B((1 (size 1)))) ))
  (p (vector 1 2 3))
  (dolist (x '(a b c)) (io:format "~p " (list x)))
  (p 'end))

(defun p (term) (io:format "~p~n" (list term)))
