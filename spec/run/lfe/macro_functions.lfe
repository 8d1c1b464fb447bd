;; Functions of eval-when-compile that macros first used at different times share.
(defmodule macro_functions
  (export (main 0)))

(eval-when-compile
  (defun factorial (n)
    (if (== n 0) 1 (* n (factorial (- n 1)))))
  (defun twice (f x) (funcall f (funcall f x))))

(defmacro swap (a b) `(tuple ,b ,a))

(defmacro constant-factorial (n) (factorial n))

(defmacro twice-factorial (n) (twice (fun factorial 1) n))

(defun main ()
  (io:format "~p~n" (list (swap 1 2)))
  (io:format "~p~n" (list (constant-factorial 10)))
  (io:format "~p~n" (list (twice-factorial 3))))
