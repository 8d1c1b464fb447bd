;; Clauses of functions that differ late, overlap, and use numbers, floats, atoms and strings together.
(defmodule function_heads
  (export (main 0)))

(defun which
  ((0 _ _) 'zero)
  ((0.0 _ _) 'zero-float)
  ((n n _) 'same)
  ((n _ n) 'first-and-last)
  ((_ "a" _) 'string-a)
  ((_ (cons #\a _) _) 'starts-a)
  ((_ () 'x) 'empty-x)
  ((_ () _) 'empty)
  ((a b c) (when (is_atom a) (is_atom b) (is_atom c)) 'atoms)
  ((_ #() _) 'empty-tuple)
  ((_ #(1 _) _) 'underscore-is-a-symbol)
  ((_ (tuple 1 _) _) 'pair-of-1)
  ((12345678901234567890 _ _) 'big)
  ((_ #"" _) 'empty-binary)
  ((_ #M() x) (list 'any-map x))
  ((_ _ _) 'other))

(defun main ()
  (lists:foreach (lambda (args) (io:format "~p ~p~n" (list args (apply #'which/3 args))))
    '((0 1 2) (0.0 1 2) (1 1 2) (1 2 1) (1 "a" 2) (1 "ab" 2) (1 () x) (1 () y) (a b c)
      (1 #() 2) (1 #(1 _) 2) (1 #(1 2) 2) (12345678901234567890 b c) (1 #"" 2) (1 #M(a 1) y)
      (1 #(2 2) y) (1.0 1 x))))
