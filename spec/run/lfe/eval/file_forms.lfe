;; Forms of a file expanded when the program runs: definitions, macros that are used later, what is kept.
;; not-on: beam, stress, wasm
;; (the BEAM has no module lfe_macro; collecting at every chance is slow with a compiler in the process; there is none in a WebAssembly module)
(defmodule file_forms
  (export (main 0)))

(defun forms ()
  '(#((defmacro inc (x) `(+ 1 ,x)) 1)
    #((defun f (x) "Doc." (inc (inc x))) 2)
    #((progn (defun g () (list* 1 2)) (defmacro dec (x) `(- ,x 1))) 3)
    #((eval-when-compile (defun pair (x) (list x x))) 4)
    #((defmacro pair-of-a () (pair ''a)) 5)
    #((defun k (x) (dec (list 1 (quote (pair-of-a)) (caar x)))) 6)
    #((inc 5) 7)))

(defun main ()
  (lists:foreach
    (match-lambda
      (((tuple deep keep))
       (show (list deep keep))
       (let (((tuple 'ok forms env warnings) (lfe_macro:expand_fileforms (forms) (lfe_env:new) deep keep)))
         (lists:foreach #'show/1 forms)
         (show warnings)
         (show (list (lfe_env:is_mbound 'inc env) (lfe_env:is_mbound 'dec env) (lfe_env:is_mbound 'no env)))
         (show (lfe:macroexpand-1 '(dec 4) env)))))
    '(#(true false) #(false true) #(true true)))
  (let ((state (lfe_macro:expand_form_init 'true 'false)))
    (lists:foreach
      (lambda (form)
        (let (((tuple 'ok expanded _ _) (lfe_macro:expand_form form 5 (lfe_env:new) state))) (show expanded)))
      '((defun f (x) (list* 1 x)) (let* ((a 1) (b 2)) (list a b)) (defmacro m (x) x) (progn (cadr x) (defun g () (caar 1))))))
  (let (((tuple 'error errors _) (lfe_macro:expand_fileforms '(#((defmacro m (x) (car x)) 1) #((m 1) 2)) (lfe_env:new) 'true 'false)))
    (show (lc ((<- e errors)) (list (tref e 1) (tref e 2)))))
  (let ((env (lfe_env:add_mbinding 'inc '(lambda (args env) (list '+ 1 (car args))) (lfe_env:new))))
    (show (list (lfe:macro-function 'inc env) (lfe:macro-function 'nope env)))))

(defun show (x) (lfe_io:format "~w~n" (list x)))
