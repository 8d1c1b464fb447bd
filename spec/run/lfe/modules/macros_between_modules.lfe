;; Macros exported to the next modules: with helpers, of clauses, that make definitions.
(defmodule toolbox
  (export (helper 1))
  (export-macro swap repeat-times define-getter))

(defun helper (x) (list 'helped x))

(defmacro swap (a b) `(tuple ,b ,a))

(defmacro repeat-times
  ((list* n body)
   `(lists:map (lambda (_) (progn ,@body)) (lists:seq 1 ,n))))

(defmacro define-getter (name value)
  `(defun ,name () (toolbox:helper ,value)))

(defmacro hidden () ''hidden)

(defmodule numbers
  (export (numbers 0)))

(defun numbers () '(1 2 3))

(defmodule macros_between_modules
  (export (main 0)))

(defun main ()
  (io:format "~p~n" (list (toolbox:helper 1)))
  (io:format "~p~n" (list (numbers:numbers)))
  (io:format "~p~n" (list (call 'toolbox 'LFE-EXPAND-EXPORTED-MACRO 'swap '(1 2) ())))
  (io:format "~p~n" (list (call 'toolbox 'LFE-EXPAND-EXPORTED-MACRO 'hidden () ())))
  (io:format "~p~n" (list (call 'toolbox 'LFE-EXPAND-EXPORTED-MACRO 'repeat-times '(3 (f) (g)) ()))))
