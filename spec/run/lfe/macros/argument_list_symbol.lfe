;; A macro whose parameter is one symbol gets all arguments; with clauses the whole list is matched.
(defmodule argument_list_symbol
  (export (main 0)))

(defmacro count-args args (length args))
(defmacro reversed args (cons 'list (lists:reverse args)))

(defmacro shape
  (() ''none)
  ((list x) `(tuple 'one ,x))
  ((list x y) `(tuple 'two ,x ,y))
  ((list* x y rest) `(tuple 'many ,x ,y (list ,@rest))))

(defmacro key-value
  (`(,k => ,v) `(tuple ',k ,v))
  (`(,k ,v . ,more) (when (is_atom k)) `(list* (tuple ',k ,v) ,(if (== more ()) () `(key-value* ,@more)))))

(defmacro key-value*
  (() ())
  ((list* k v more) `(cons (tuple ',k ,v) (key-value* ,@more))))

(defmacro literal-argument
  ((list 1) "one")
  ((list "s") "string")
  ((list (tuple a b)) `(list ',a ',b))
  ((list 'true) ''is-true)
  ((list _) ''something))

(defun main ()
  (p (list (count-args) (count-args a) (count-args a (b c) d)))
  (p (reversed 1 2 (+ 1 2)))
  (p (list (shape) (shape 1) (shape 1 2) (shape 1 2 3 4)))
  (p (key-value a => 1))
  (p (key-value a 1 b 2 c (+ 1 2)))
  (p (list (literal-argument 1) (literal-argument "s") (literal-argument #(x y))
           (literal-argument true) (literal-argument (f x)))))

(defun p (term) (io:format "~p~n" (list term)))
