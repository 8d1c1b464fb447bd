;; A program that is an interpreter: environments, functions, macros and patterns evaluated at run time.
;; not-on: beam, stress, wasm
;; (the BEAM has no module lfe; collecting at every chance is slow with a compiler in the process; there is none in a WebAssembly module)
(defmodule interpreter_of_own
  (export (main 0)))

(defun run (text)
  (let (((tuple 'ok forms) (lfe_io:read_string text)))
    (lists:foldl (lambda (form _) (lfe:eval form)) 'none forms)))

(defun safely (form)
  (try (lfe:eval form)
    (catch ((tuple class reason _) (list class reason)))))

(defun main ()
  (show (run "(+ 1 2) (list 'a \"b\" #(c)) "))
  (show (run "(let ((x 5)) (case x (n (when (> n 3)) (tuple 'large n)) (_ 'small))) "))
  (show (run "(lc ((<- x '(1 2 3)) (> x 1)) (* x x)) "))
  (show (run "(try (error 'bad) (catch (`#(error ,r ,_) (list 'caught r)))) "))
  (show (run "(fletrec ((fib ((0) 0) ((1) 1) ((n) (+ (fib (- n 1)) (fib (- n 2)))))) (fib 15)) "))
  (show (run "(receive (after 0 'nothing)) "))
  (show (run "(let ((m (map 'a 1))) (map-get (map-set m 'b 2) 'b)) "))
  (show (run "(binary (1 (size 16)) \"ab\") "))
  (show (run "(macrolet ((twice (x) `(progn ,x ,x))) (twice (list 1))) "))
  (show (safely '(car 1)))
  (show (safely '(throw 'ball)))
  (show (safely '(exit 'gone)))
  (show (safely '(let ((1 2)) 3)))
  (show (safely '(case 5 (6 'six))))
  (show (lists:map (lfe:eval '(lambda (x) (tuple x (* x x)))) '(1 2 3)))
  (show (let ((env (lfe_env:add_vbinding 'y 20 (lfe_env:new)))) (lists:map (lfe:eval '(lambda (x) (+ x y)) env) '(1 2))))
  (show (lfe:eval '(call 'lists 'reverse '(1 2 3)))))

(defun show (x) (lfe_io:format "~p~n" (list x)))
