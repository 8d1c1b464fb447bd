;; FILE, MODULE and the function's name in calls, guards of macros, and within macros of others.
(defmodule file_and_place
  (export (main 0)))

(defmacro here () `(tuple (MODULE) (FUNCTION_NAME) (FUNCTION_ARITY)))

(defun first () (here))
(defun second (_ _) (list (here) (funcall (lambda () (here)))))

(defun main ()
  (io:format "~s~n" (list (filename:basename (FILE))))
  (io:format "~p ~p~n" (list (first) (second 1 2)))
  (io:format "~p~n" (list (flet ((local (x) (tuple x (FUNCTION_NAME)))) (local 1))))
  (io:format "~p~n" (list (case 'file_and_place (m (when (== m (MODULE))) 'same) (_ 'other)))))
