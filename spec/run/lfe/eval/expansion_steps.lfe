;; Macro expansion step by step when the program runs: predefined macros, own ones, nested calls.
;; not-on: beam, stress, wasm
;; (the BEAM has no module lfe; collecting at every chance is slow with a compiler in the process; there is none in a WebAssembly module)
(defmodule expansion_steps
  (export (main 0)))

(defun env ()
  (lfe_env:add_mbindings
    (list (tuple 'inc '(lambda (args $ENV) (cons '+ (cons 1 args))))
          (tuple 'twice-inc '(match-lambda (((list x) $ENV) (list 'inc (list 'inc x))))))
    (lfe_env:new)))

(defun main ()
  (lists:foreach
    (lambda (form)
      (show (lfe:macroexpand-1 form (env)))
      (show (lfe:macroexpand form (env)))
      (show (lfe:macroexpand-all form (env))))
    '((twice-inc 5) (list (inc 1)) (let* ((a 1) (b a)) (inc b)) (caddr x) (: m f x) (m:f (inc 1)) plain (quote (inc 1)) (list* a b c)))
  (show (lfe_macro:expand_expr_1 '(inc 1) (env)))
  (show (lfe_macro:expand_expr '(twice-inc 1) (env)))
  (show (lfe_macro:expand_expr '(nothing 1) (env)))
  (show (lfe_macro:expand_expr_all '(progn (inc (inc 1)) '(inc 2) (lambda (inc) (inc inc))) (env))))

(defun show (x) (lfe_io:format "~w~n" (list x)))
