;; Evaluation and macro expansion when the program runs.
;; not-on: beam, stress, wasm
;; (the BEAM has no module lfe; collecting at every chance is slow with a compiler in the process; there is none in a WebAssembly module)
(defmodule evaluate
  (export (main 0)))

(defun main ()
  (show (lfe:eval '(+ 1 2)))
  (show (lfe:eval '(let* ((x 3) (y (* x x))) (list x y))))
  (show (funcall (lfe:eval '(lambda (n) (* n 2))) 21))
  (show (lfe:eval '(lists:map (lambda (n) (+ n 1)) '(1 2 3))))
  (show (lfe:eval '(* a b) (lfe_env:add_vbindings '(#(a 6) #(b 7)) (lfe_env:new))))
  (show (lfe:eval '(fletrec ((fact ((0) 1) ((n) (* n (fact (- n 1)))))) (fact 10))))
  (show (lfe:eval '(case #(a 1) (`#(a ,n) (when (> n 0)) n) (_ 'none))))
  (show (calculator '(plus 1 (times 2 3))))
  (macros)
  (errors))

(defun show (value) (lfe_io:format "~p~n" (list value)))

(defun calculator (form)
  (let* ((env (lfe_env:add_mbinding 'plus '(lambda (args $ENV) (cons '+ args)) (lfe_env:new)))
         (env (lfe_env:add_mbinding 'times '(lambda (args $ENV) (cons '* args)) env)))
    (lfe_eval:expr (lfe_macro:expand_expr_all form env) env)))

(defun macros ()
  (let ((env (lfe_env:add_mbinding 'unless
                                   '(match-lambda (((cons test body) $ENV)
                                                   `(if ,test 'ok (progn ,@body))))
                                   (lfe_env:new))))
    (show (lfe:macroexpand-1 '(unless x (f) (g)) env))
    (show (lfe:macroexpand-1 '(nothing x) env))
    (show (lfe_macro:expand_expr_1 '(nothing x) env))
    (show (lfe:macroexpand-all '(list (unless a b)) env))))

(defun errors ()
  (show (try (lfe:eval '(car 'a)) (catch (`#(error ,reason ,_) reason))))
  (show (try (lfe:eval '(throw 'ball)) (catch (`#(throw ,reason ,_) reason)))))
