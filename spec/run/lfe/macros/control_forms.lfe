;; Control forms that users write: while, unless, dotimes, case on strings, with-resource, assert.
(defmodule control_forms
  (export (main 0)))

(defmacro while
  ((cons test body)
   `(fletrec ((loop () (if ,test (progn ,@body (loop)) 'done))) (loop))))

(defmacro unless ((cons test body) `(if ,test 'false (progn ,@body))))

(defmacro dotimes
  ((cons (list var n) body)
   `(lists:foreach (lambda (,var) ,@body) (lists:seq 0 (- ,n 1)))))

(defmacro string-case
  ((cons s clauses)
   `(let ((s ,s))
      (cond ,@(lists:map (match-lambda
                           (((list 'else value)) `(else ,value))
                           (((list text value)) `((=:= s ,text) ,value)))
                         clauses)))))

(defmacro with
  ((cons (list var open close) body)
   `(let ((,var ,open)) (try (progn ,@body) (after (funcall ,close ,var))))))

(defmacro assert (form)
  `(let ((value ,form))
     (if (=:= value 'true) 'ok (error (tuple 'failed ',form value)))))

(defun main ()
  (put 'n 3)
  (p (while (> (get 'n) 0) (io:format "~p " (list (get 'n))) (put 'n (- (get 'n) 1))))
  (p (list (unless (> 1 2) 'a 'b) (unless (< 1 2) 'a)))
  (dotimes (i 3) (dotimes (j 2) (io:format "~p/~p " (list i j))))
  (p (list (string-case "b" ("a" 1) ("b" 2) (else 3)) (string-case "z" ("a" 1) (else 3))))
  (p (catch (with (x (progn (io:format "open ") 5) (lambda (y) (io:format "close ~p " (list y))))
              (throw (* x 2)))))
  (p (assert (== 1 1)))
  (p (try (assert (member? 4 '(1 2))) (catch (`#(error ,r ,_) r)))))

(defun member? (x l) (lists:member x l))

(defun p (term) (io:format "~p~n" (list term)))
