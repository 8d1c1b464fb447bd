;; Macro bodies may call the library.
(defmodule library_calls
  (export (main 0)))

(defmacro reversed (form) (lists:reverse form))
(defmacro make-name args
  `(quote ,(list_to_atom (lists:flatmap #'atom_to_list/1 args))))
(defmacro joined args
  (string:join (lists:map #'atom_to_list/1 args) "-"))
(defmacro formatted (x) (lists:flatten (io_lib:format "<~w>" (list x))))

(defun main ()
  (p (reversed (1 2 list)))
  (p (make-name ab cd))
  (p (joined a b c))
  (p (formatted (x y))))

(defun p (term)
  (io:format "~p~n" (list term)))
