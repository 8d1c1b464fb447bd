;; Expressions that are evaluated while reading: calls, bindings, functions, in data, strings and patterns.
(defmodule evaluated_calls
  (export (main 0)))

(defun size-of
  ((#.(length '(a b c))) 'three)
  ((_) 'other))

(defun main ()
  (p '(squares #.(lists:map (lambda (x) (* x x)) (lists:seq 1 5))))
  (p #.(let ((x 2) (y 3)) (* x y)))
  (p '#.(lists:reverse "abc"))
  (p '#(a #.(string:to_upper "up") #.(if (> 2 1) 'yes 'no)))
  (p '#M(k #.(lists:sum '(1 2 3))))
  (p #.(fletrec ((fact ((0) 1) ((n) (* n (fact (- n 1)))))) (fact 20)))
  (p '(nested #.(cons 1 '#.(list 2 (lists:max '(3 9))))))
  (p (list (size-of 3) (size-of 4)))
  (p '#.(maps:from_list '(#(a 1) #(b (2)))))
  (p '#.(list_to_binary "bytes")))

(defun p (term) (io:format "~p~n" (list term)))
