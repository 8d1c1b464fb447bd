;; A module with a hand-written LFE-EXPAND-EXPORTED-MACRO, asked by name.
(defmodule own_macro_expander
  (export (main 0) (LFE-EXPAND-EXPORTED-MACRO 3)))

(defun LFE-EXPAND-EXPORTED-MACRO
  (('double (list x) _) (tuple 'yes `(* 2 ,x)))
  (((= name 'wrap) args _) (tuple 'yes (list* 'list (list 'quote name) args)))
  ((_ _ _) 'no))

(defun main ()
  (lists:foreach
    (lambda (call) (io:format "~p~n" (list (own_macro_expander:LFE-EXPAND-EXPORTED-MACRO (car call) (cdr call) ()))))
    '((double 4) (wrap 1 2) (double) (other))))
