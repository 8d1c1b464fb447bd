;; A file included by another, records and macros in both, included in each module of the file.
(defmodule several_files
  (export (main 0)))

(include-file "outer.inc")

(defun main ()
  (let ((s (make-shape name "square" sides 4)))
    (io:format "~p ~p~n" (list (describe s) (shape-name s)))
    (io:format "~p~n" (list (with-shape s (lambda (n k) (tuple n k)))))
    (io:format "~p~n" (list (from-inner 5)))))
