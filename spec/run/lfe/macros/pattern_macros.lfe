;; Macros as patterns: in arguments, with guards, nested in others, in receive and comprehensions.
(defmodule pattern_macros
  (export (main 0)))

(defmacro ok (x) `(tuple 'ok ,x))
(defmacro err (why) `(tuple 'error ,why))
(defmacro point (x y) `(= (tuple 'point ,x ,y) it))
(defmacro header (type len rest) `(binary ,type (,len (size 16)) (,rest bytes)))
(defmacro any () '_)
(defmacro digits () "0123456789")
(defmacro between (lo x hi) `(andalso (=< ,lo ,x) (=< ,x ,hi)))

(defun handle
  (((ok (ok x))) (list 'nested x))
  (((ok x)) (when (between 1 x 9)) (list 'digit x))
  (((ok x)) x)
  (((err (any))) 'failed)
  (((point x 0)) (list 'on-axis x it))
  (((header 1 len rest)) (list len rest))
  (((++ "id:" rest)) rest)
  (((any)) 'other))

(defun main ()
  (lists:foreach (lambda (x) (p (handle x)))
    '(#(ok #(ok 1)) #(ok 5) #(ok 50) #(error e) #(point 3 0) #(point 3 1) #B(1 0 2 97 98) "id:7" "x"))
  (p (lc ((<- (ok x) '(#(ok 1) #(error 2) #(ok 3)))) x))
  (! (self) #(error 9))
  (p (receive ((ok x) x) ((err x) (list 'err x))))
  (p (let (((ok v) (ok (+ 1 2)))) v))
  (p (try (throw (ok 1)) (catch ((tuple 'throw (ok x) (any)) x))))
  (p (digits)))

(defun p (term) (io:format "~p~n" (list term)))
