;; A small Forth: words, definitions, conditions and loops, errors of the stack.
(defmodule forth_machine
  (export (main 0)))

(defun run (text) (try (step (string:lexemes text " \n") () (words)) (catch ((tuple 'throw why _) (tuple 'error why)))))

(defun words ()
  (map "dup" (match-lambda (((list* a s)) (list* a a s)))
       "drop" (match-lambda (((list* _ s)) s))
       "swap" (match-lambda (((list* a b s)) (list* b a s)))
       "over" (match-lambda (((list* a b s)) (list* b a b s)))
       "+" (binary-word #'+/2) "-" (binary-word #'-/2) "*" (binary-word #'*/2)
       "/" (match-lambda (((list* 0 _ _)) (throw 'divided-by-zero)) (((list* a b s)) (cons (div b a) s)))
       "<" (binary-word (lambda (a b) (if (< a b) 1 0)))))

(defun binary-word (f) (match-lambda (((list* a b s)) (cons (funcall f b a) s))))

(defun step
  ((() stack _) (lists:reverse stack))
  (((cons ":" (cons name rest)) stack ws)
   (let (((tuple body (cons _ more)) (lists:splitwith (lambda (w) (/= w ";")) rest)))
     (step more stack (map-set ws name (tuple 'body body)))))
  (((cons "if" rest) stack ws)
   (let* (((tuple body (cons _ more)) (lists:splitwith (lambda (w) (/= w "then")) rest))
          ((tuple yes no) (lists:splitwith (lambda (w) (/= w "else")) body)))
     (case stack
       ((cons 0 s) (step (++ (case no (() ()) ((cons _ n) n)) more) s ws))
       ((cons _ s) (step (++ yes more) s ws))
       (() (throw 'empty-stack)))))
  (((cons w rest) stack ws)
   (case (tuple (maps:find w ws) (string:to_integer w))
     ((tuple (tuple 'ok (tuple 'body body)) _) (step (++ body rest) stack ws))
     ((tuple (tuple 'ok f) _) (step rest (try (funcall f stack) (catch ((tuple 'error 'function_clause _) (throw (tuple 'stack w))))) ws))
     ((tuple 'error (tuple n ())) (step rest (cons n stack) ws))
     (_ (throw (tuple 'unknown w))))))

(defun main ()
  (lists:foreach
    (lambda (s) (io:format "~s => ~w~n" (list s (run s))))
    '("1 2 + 3 *" "1 dup 2 swap over" ": square dup * ; 7 square square" "3 4 < if 10 else 20 then 1" "0 if 10 then 5"
      ": fact dup 1 < if drop 1 else dup 1 - fact * then ; 5 fact" "1 +" "1 0 /" "foo" "-3 2 -")))
