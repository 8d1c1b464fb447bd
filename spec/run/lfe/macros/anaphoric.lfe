;; Anaphoric macros: they capture names on purpose, at one and at several levels.
(defmodule anaphoric
  (export (main 0)))

(defmacro aif (test then else)
  `(let ((it ,test)) (if (=/= it 'false) ,then ,else)))

(defmacro awhen
  ((cons test body) `(aif ,test (progn ,@body) 'false)))

(defmacro aand
  (() ''true)
  ((list x) x)
  ((cons x more) `(aif ,x (aand ,@more) 'false)))

(defmacro alambda
  ((cons args body) `(fletrec ((self ,args ,@body)) (lambda ,args (self ,@args)))))

(defun find (k l)
  (case (lists:keyfind k 1 l) ((tuple _ v) v) ('false 'false)))

(defun main ()
  (let ((l '(#(a 1) #(b #(nested 2)))))
    (p (aif (find 'a l) (tuple 'found it) 'none))
    (p (aif (find 'z l) (tuple 'found it) 'none))
    (p (awhen (find 'b l) (io:format "~p " (list it)) (tref it 2)))
    (p (aand (find 'b l) (tref it 2) (+ it 40)))
    (p (aand (find 'z l) (error 'not-reached)))
    (p (funcall (alambda (n) (if (=< n 1) 1 (* n (self (- n 1))))) 6))
    (p (aif 1 (aif (+ it 1) (list 'inner it) 0) 0))))

(defun p (term) (io:format "~p~n" (list term)))
