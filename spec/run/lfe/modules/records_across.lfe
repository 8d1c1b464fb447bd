;; Records of the same name but other fields in two modules of a file; values handed between them.
(defmodule producer
  (export (make 1)))

(defrecord point (x 0) (y 0))

(defun make (n) (list (make-point x n) (make-point y n)))

(defmodule records_across
  (export (main 0)))

(defrecord point (x 'a) (y 'b) (z 'c))

(defun main ()
  (let (((list a b) (producer:make 5)))
    (io:format "~p ~p~n" (list a (make-point)))
    (io:format "~p ~p~n" (list (is-point a) (is-point (make-point z 1))))
    (io:format "~p~n" (list (element (point-y) b)))
    (io:format "~p~n" (list (try (point-x a) (catch (`#(error ,r ,_) r)))))
    (io:format "~p~n" (list (try (set-point-z b 1) (catch (`#(error ,r ,_) r)))))))
