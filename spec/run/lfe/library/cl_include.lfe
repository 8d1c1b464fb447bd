;; Tests of cl's include file, in guards too.
(defmodule cl_include
  (export (main 0)))

(include-lib "lfe/include/cl.lfe")

(defun kind
  ((x) (when (tuplep x)) 'tuple)
  ((x) (when (integerp x)) 'integer)
  ((x) (when (functionp x 1)) 'function-1)
  ((_) 'other))

(defun main ()
  (p (lists:map #'kind/1 (list #(a) 1 (lambda (x) x) '(1) 'a)))
  (p (vector 1 2))
  (dolist (x '(1 2)) (p x)))

(defun p (term)
  (io:format "~p~n" (list term)))
