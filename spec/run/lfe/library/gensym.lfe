;; deviates: gensym
;; Fresh symbols in macros.
(defmodule gensym
  (export (main 0)))

(defmacro swap-in (a b)
  (let ((t (gensym)))
    `(let ((,t ,a)) (tuple ,b ,t))))

(defmacro or-else (a b)
  (let ((v (gensym "value")))
    `(let ((,v ,a)) (if ,v ,v ,b))))

(defun main ()
  (let ((t 1) (v 2))
    (p (swap-in t v))
    (p (or-else 'false v))))

(defun p (term)
  (io:format "~p~n" (list term)))
