;; Case in every place of another case: subject, guard side, body, clauses that share names.
(defmodule case_nested_bodies
  (export (main 0)))

(defun kind (x)
  (case (case x
          ((tuple 'wrapped inner) inner)
          (other other))
    (n (when (is_integer n) (>= n 0)) (case (rem n 2) (0 'even) (1 'odd)))
    (n (when (is_integer n)) (case (kind (- n)) ('even 'negative-even) (_ 'negative-odd)))
    ((cons (= n (tuple a b)) rest) (when (> a b)) (list 'larger n (length rest)))
    ((cons (= n (tuple _ _)) _) (list 'smaller n))
    ("text" 'string)
    (#"text" 'binary)
    (1.0 'one)
    (() 'nothing)
    (_ (when (is_atom x)) (case x ('true 1) ('false 0) (_ (atom_to_list x))))
    (_ 'other)))

(defun main ()
  (lists:foreach (lambda (x) (io:format "~p: ~p~n" (list x (kind x))))
                 (list 4 5 -4 -5 '(#(2 1) a) '(#(1 2)) "text" #"text" 1.0 () 'true 'false 'name
                       #(wrapped 3) #(wrapped #(wrapped 3)) #(tuple) #M(a 1) 2.5))
  (io:format "~p~n" (list (catch-reason (lambda () (case (self-made 3) (4 'four)))))))

(defun self-made (n) (list n n))

(defun catch-reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))
