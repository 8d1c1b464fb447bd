;; Functions without a name.
(defmodule lambda
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class (if (is_tuple reason) (element 1 reason) reason))))))

(defun main ()
  (p (funcall (lambda () 'nothing)))
  (p (funcall (lambda (x y) (+ x y)) 1 2))
  (p (funcall (lambda (x))  1))
  (p (funcall (match-lambda (('a) 1) (('b) 2)) 'b))
  (p (funcall (match-lambda ((x y) (when (> x y)) x) ((_ y) y)) 3 9))
  (let ((add (lambda (n) (lambda (x) (+ x n)))))
    (p (lists:map (funcall add 10) '(1 2 3))))
  (p (reason (funcall (lambda (x) x) 1 2)))
  (p (reason (funcall (match-lambda ((1) 'one)) 2))))

(defun p (term)
  (io:format "~p~n" (list term)))
