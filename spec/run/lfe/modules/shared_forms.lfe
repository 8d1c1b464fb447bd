;; Macros, records and functions before the first module belong to each module of the file.
;; entry: shared_forms:main
(defrecord pair a b)

(defmacro swap (form) `(let (((match-pair a x b y) ,form)) (make-pair a y b x)))

(defun shown (x) (io:format "~p~n" (list x)))

(eval-when-compile
  (defun double (n) (* 2 n)))

(defmacro doubled (n) (double n))

(defmodule first
  (export (go 0)))

(defmacro doubled (n) (list '- (double n)))

(defun go ()
  (shown (swap (make-pair a 1 b 2)))
  (shown (doubled 4)))

(defmodule shared_forms
  (export (main 0)))

(defun main ()
  (first:go)
  (shown (swap (make-pair a 'x b 'y)))
  (shown (doubled 4)))
