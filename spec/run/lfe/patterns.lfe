;; Guards and tuple patterns.
(defmodule patterns
  (export (main 0)))

(defun classify
  ((n) (when (is_integer n) (< n 0)) 'negative)
  ((0) 'zero)
  ((n) (when (is_integer n) (> n 100)) 'large)
  ((n) (when (is_integer n)) 'positive)
  ((n) (when (is_float n)) 'float)
  (((cons _ _)) 'list)
  (('()) 'empty)
  (((tuple)) 'empty-tuple)
  ((x) (when (orelse (is_atom x) (is_binary x))) 'name)
  ((_) 'other))

(defun handle
  (((tuple 'ok value)) (list 'got value))
  (((tuple 'error reason)) (list 'failed reason))
  ((`#(,a ,b ,a)) (list 'same-ends a b))
  (((tuple a b c)) (list 'three a b c))
  ((#(literal tuple)) 'literal)
  (("text") 'text)
  ((#"bin") 'bin)
  (((map 'k v)) (list 'map v))
  ((_) 'unknown))

(defun show (x) (io:format "~p~n" (list x)))

(defun main ()
  (lists:foreach (lambda (x) (show (classify x)))
                 (list -5 0 7 1000 1.5 '(1) '() (tuple) 'atom #"binary" #(1) #M()))
  (lists:foreach (lambda (x) (show (handle x)))
                 (list #(ok 1) #(error bad) #(1 2 1) #(1 2 3) #(literal tuple) "text" #"bin"
                       #M(k 5) 'else)))
