;; Calls whose module, function or arguments are only known when they run.
(defmodule dynamic_calls
  (export (main 0) (area 1) (zero 0)))

(defun area
  ((`#(square ,a)) (* a a))
  ((`#(rectangle ,a ,b)) (* a b)))

(defun id (x) x)
(defun zero () 'nothing)

(defun main ()
  (let ((m 'lists) (f 'reverse) (me (MODULE)))
    (p (call m f '(1 2 3)))
    (p (call me 'area #(square 4)))
    (p (call me (list_to_atom "zero")))
    (p (apply me 'area '(#(rectangle 2 3))))
    (p (apply #'area/1 '(#(square 3))))
    (p (apply (lambda (a b) (- a b)) '(5 3)))
    (p (call 'erlang '+ 1 2))
    (p (call 'erlang 'element 2 #(a b)))
    (p (: lists append "a" "b"))
    (p (: dynamic_calls zero))
    (p (lc ((<- op '(+ - * div rem band max))) (call 'erlang op 17 5)))
    (p (reason (lambda () (call m 'no-such-function 1))))
    (p (reason (lambda () (call 'no-such-module f 1))))
    (p (reason (lambda () (call me 'main 1 2))))
    (p (reason (lambda () (call 1 f))))
    (p (reason (lambda () (apply m f 'improper))))
    (p (reason (lambda () (apply (id #'area/1) '(1 2)))))
    (p (reason (lambda () (call me 'area 'circle))))))

(defun reason (f)
  (try (funcall f)
    (catch
      ((tuple 'error (tuple 'badarity (tuple _ args)) _) (tuple 'badarity args))
      ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
