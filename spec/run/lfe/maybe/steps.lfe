;; maybe in every shape: values that do not match, else clauses with guards, nesting, no steps, functions as steps.
(defmodule steps
  (export (main 0)))

(defun parse (text)
  (maybe
    (?= (list a op b) (string:tokens text " "))
    (?= (tuple x ()) (string:to_integer a))
    (?= (tuple y ()) (string:to_integer b))
    (?= f (operator op))
    (tuple 'ok (funcall f x y))
    (else
      ((l) (when (is_list l)) (tuple 'words (length l)))
      (((tuple 'error why)) (tuple 'error why))
      (((tuple n rest)) (tuple 'rest n rest)))))

(defun operator
  (("+") #'+/2) (("-") #'-/2) (("*") #'*/2)
  ((_) #'nothing/2))

(defun nothing (_ _) 'nothing)

(defun main ()
  (lists:foreach (lambda (s) (p (parse s))) '("1 + 2" "4 * 5" "1 +" "x + 1" "1 - 2z" "1 ? 2"))
  (p (maybe 1 2 3))
  (p (maybe (?= 1 2)))
  (p (maybe (?= (tuple 'ok x) #(ok 1)) (?= (tuple 'ok y) #(ok 2)) (+ x y)))
  (p (maybe (?= (tuple 'ok x) (maybe (?= (tuple 'ok y) #(no 1)) (tuple 'ok y))) x))
  (p (maybe (?= x 5)))
  (p (maybe (?= (cons h _) ()) h (else ((()) 'empty))))
  (p (try (maybe (?= 1 2) (else ((3) 'three))) (catch (`#(error ,r ,_) r))))
  (p (maybe (let ((x 3)) (?= (tuple y) (tuple x)) (* y x)))))

(defun p (term) (io:format "~p~n" (list term)))
