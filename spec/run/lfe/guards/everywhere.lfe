;; Guards in let, case, receive, try, comprehensions and lambdas.
(defmodule everywhere
  (export (main 0)))

(defun main ()
  (p (let ((x (when (is_integer x)) 5)) x))
  (p (case 5 (x (when (> x 9)) 'big) (x (when (> x 1)) 'medium)))
  (! (self) 7)
  (p (receive (x (when (is_atom x)) 'atom) (x (when (is_integer x)) (tuple 'int x))))
  (p (try 5 (case (x (when (> x 1)) 'more)) (catch (_ 'none))))
  (p (try (throw 5) (catch (`#(throw ,x ,_) (when (> x 1)) (tuple 'caught x)))))
  (p (lc ((<- x (when (> x 2)) '(1 2 3 4))) x))
  (p (funcall (match-lambda ((x) (when (is_list x)) 'list) ((_) 'no)) '())))

(defun p (term)
  (io:format "~p~n" (list term)))
