;; Functions of eval-when-compile make code: tables, recursive helpers, closures, state in set variables.
(defmodule macro_functions_at_compile_time
  (export (main 0)))

(eval-when-compile
  (defun primes (n) (sieve (lists:seq 2 n)))
  (defun sieve
    ((()) ())
    (((cons p rest)) (cons p (sieve (lists:filter (lambda (x) (/= 0 (rem x p))) rest)))))
  (defun pairs
    (((list* k v rest)) (cons (tuple k v) (pairs rest)))
    ((()) ()))
  (set limit 30)
  (set (tuple low high) #(2 5))
  (defmacro helper (x) `(* ,x ,x))
  (defun squared (n) (helper n)))

(defmacro prime-table () `'#M(primes ,(primes limit) count ,(length (primes limit))))

(defmacro define-getters names
  `(progn ,@(lists:map (lambda (n) `(defun ,(list_to_atom (++ "get-" (atom_to_list n))) (m) (maps:get ',n m))) names)))

(defmacro unrolled (f) `(list ,@(lc ((<- i (lists:seq low high))) `(,f ,i))))

(defmacro squares-to (n) `(quote ,(lists:map (lambda (i) (squared i)) (lists:seq 1 n))))

(define-getters a b count)

(defun main ()
  (p (prime-table))
  (p (get-count (prime-table)))
  (p (list (get-a '#M(a 1 b 2)) (get-b '#M(a 1 b 2))))
  (p (unrolled -))
  (p (squares-to 5)))

(defun p (term) (io:format "~p~n" (list term)))
