;; eval and macroexpand without a prefix are module lfe's, in code and as funs.
;; not-on: beam, stress, wasm
;; (the BEAM has no module lfe; collecting at every chance is slow with a compiler in the process; there is none in a WebAssembly module)
(defmodule shadowed_names
  (export (main 0)))

(defun main ()
  (show (eval '(+ 1 2)))
  (show (macroexpand-1 '(caar x)))
  (show (macroexpand '(caddr x)))
  (show (macroexpand-all '(list (cadr x) (cddr y))))
  (show (lists:map (lambda (f) (eval f)) '(1 (list 2) 'three))))

(defun show (x) (lfe_io:format "~w~n" (list x)))
