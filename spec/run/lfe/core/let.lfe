;; Parallel bindings, patterns, guards, empty bodies.
(defmodule let
  (export (main 0)))

(defmacro reason (expression)
  `(try ,expression (catch (`#(,class ,reason ,_) (tuple class reason)))))

(defun main ()
  (p (let () 1))
  (p (let ((x 1) (y 2)) (+ x y)))
  (p (let ((x 1)) (let ((x 2) (y x)) (list x y))))
  (p (let ((`#(ok ,v) #(ok 5))) v))
  (p (let (((cons h t) '(1 2 3))) (tuple h t)))
  (p (let ((x (when (> x 0)) 5)) x))
  (p (reason (let ((x (when (> x 0)) -5)) x)))
  (p (reason (let ((`#(ok ,v) #(error 1))) v)))
  (p (let ((x 1))))
  (p (let* ((x 1) (y (+ x 1)) (z (* y 2))) (list x y z)))
  (p (let* () 'none))
  (p (let* ((x 1) (x (+ x 1))) x)))

(defun p (term)
  (io:format "~p~n" (list term)))
