;; Macros that rewrite code: a small threading macro, infix arithmetic, and let over lambda.
;; deviates: local-function-places
(defmodule continuation_passing
  (export (main 0)))

(defmacro thread
  ((list x) x)
  ((list* x (list* f args) more) `(thread (,f ,x ,@args) ,@more))
  ((list* x f more) `(thread (,f ,x) ,@more)))

(defmacro infix
  ((list a) (if (is_list a) `(infix ,@a) a))
  ((list* a '* b more) `(infix (tuple-of (* (infix ,a) (infix ,b))) ,@more))
  ((list* a op more) `(,op (infix ,a) (infix ,@more)))
  )

(defmacro tuple-of (x) x)

(defmacro define-accumulator (name start)
  `(defun ,name ()
     (fletrec ((loop (total)
                 (receive
                   ((tuple 'add n) (loop (+ total n)))
                   ((tuple 'get pid) (! pid (tuple 'total total)) (loop total)))))
       (spawn (lambda () (loop ,start))))))

(define-accumulator start-at-ten 10)

(defun main ()
  (p (thread "  text " (string:trim) (string:to_upper) (++ "!") length))
  (p (thread 5 (- 2) (list 1)))
  (p (infix 7))
  (p (infix 7 - 2))
  (p (infix 1 + (2 - 5)))
  (let ((pid (start-at-ten)))
    (! pid #(add 5))
    (! pid (tuple 'get (self)))
    (p (receive ((tuple 'total n) n)))))

(defun p (term) (io:format "~p~n" (list term)))
