;; What errors carry: arguments of failing functions, the stack's first entries, messages of exceptions within exceptions.
(defmodule exception_values
  (export (main 0)))

(defun inner (x) (+ 1 (failing x)))
(defun failing
  ((1) 'atom)
  ((2) (throw 'two))
  ((3) (error #(reason 3)))
  ((4) (exit 'four)))

(defun attempt (x)
  (try (inner x)
    (case (v (list 'value v)))
    (catch
      (`#(error badarith ,_) 'badarith)
      (`#(error function_clause ,s) (list 'no-clause (tref (hd s) 2) (tref (hd s) 3)))
      (`#(error ,r ,s) (list 'error r (lists:sublist (lc ((<- f s)) (tref f 2)) 2)))
      (`#(,c ,r ,_) (list c r)))
    (after (put 'after (+ 1 (case (get 'after) ('undefined 0) (n n)))))))

(defun main ()
  (lists:foreach (lambda (x) (io:format "~p~n" (list (attempt x)))) '(1 2 3 4 5))
  (io:format "~p~n" (list (get 'after)))
  (io:format "~p~n" (list (try (apply #'lists:nth/2 '(5 (a))) (catch (`#(error function_clause ,s) (tref (hd s) 3))))))
  (io:format "~p~n" (list (try (error 'own '(arg 1)) (catch (`#(error own ,s) (tref (hd s) 3))))))
  (io:format "~p~n" (list (try (list_to_integer "x") (catch (`#(error badarg ,s) (tref (hd s) 2)))))))
