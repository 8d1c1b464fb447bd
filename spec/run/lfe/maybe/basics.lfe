;; Steps that match or end the form.
(defmodule basics
  (export (main 0)))

(defun f (a b)
  (maybe
    (?= `#(ok ,x) a)
    (?= `#(ok ,y) b)
    (+ x y)))

(defun g (a)
  (maybe
    (?= `#(ok ,x) a)
    (tuple 'value x)
    (else
      ((`#(error ,r)) (tuple 'failed r))
      ((other) (when (is_atom other)) (tuple 'atom other)))))

(defun main ()
  (p (f #(ok 1) #(ok 2)))
  (p (f #(error e) #(ok 2)))
  (p (f #(ok 1) 'nope))
  (p (lists:map #'g/1 '(#(ok 1) #(error x) none)))
  (p (try (g "string") (catch (`#(error ,r ,_) r))))
  (p (maybe (?= x 5) (* x 2)))
  (p (maybe 1 2 3)))

(defun p (term)
  (io:format "~p~n" (list term)))
