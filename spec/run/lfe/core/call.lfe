;; Calls of functions whose names are values.
(defmodule call
  (export (main 0)))

(defun main ()
  (p (call 'lists 'reverse '(1 2 3)))
  (let ((m 'lists) (f 'max)) (p (call m f '(3 1 2))))
  (p (: lists reverse '(1 2)))
  (p (lists:sum '(1 2)))
  (p (apply 'lists 'append '((1) (2))))
  (p (apply #'erlang:max/2 '(1 2)))
  (p (apply (lambda (x) (* x x)) '(5)))
  (p (call 'erlang '+ 1 2))
  (let ((n 'core_call_none))
    (p (try (call n 'f) (catch (`#(error ,r ,_) r))))))

(defun p (term)
  (io:format "~p~n" (list term)))
