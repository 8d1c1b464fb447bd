;; Functions of up to sixty arguments, called directly, as funs, by apply and from local functions.
(defmodule many_arguments
  (export (main 0)))

(defmacro define-wide
  ((list name n)
   (let ((args (lc ((<- i (lists:seq 1 n))) (list_to_atom (++ "a" (integer_to_list i))))))
     `(defun ,name ,args (- (+ ,@args) (* 2 ,(lists:last args)))))))

(define-wide ten 10)
(define-wide sixty 60)

(defmacro call-wide ((list name n) `(,name ,@(lists:seq 1 n))))

(defun main ()
  (p (call-wide ten 10))
  (p (call-wide sixty 60))
  (p (apply #'sixty/60 (lists:seq 1 60)))
  (p (funcall #'ten/10 1 2 3 4 5 6 7 8 9 10))
  (p (flet ((local (a b c d e f g h i j k l) (list l a k b))) (local 1 2 3 4 5 6 7 8 9 10 11 12)))
  (p (let ((x 100)) (fletrec ((down (a b c d e f g h i j n) (if (== n 0) (list a b c d e f g h i j x) (down b c d e f g h i j a (- n 1))))) (down 1 2 3 4 5 6 7 8 9 10 3)))))

(defun p (term) (io:format "~p~n" (list term)))
