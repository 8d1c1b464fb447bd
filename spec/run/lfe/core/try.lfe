;; All sections of try, alone and together.
(defmodule try
  (export (main 0)))

(defun attempt (f)
  (try (funcall f)
    (case (`#(ok ,x) (tuple 'good x))
          (x (when (is_atom x)) (tuple 'atom x)))
    (catch
      (`#(throw ,x ,_) (tuple 'thrown x))
      (`#(error ,x ,stack) (when (is_atom x)) (tuple 'error x (is_list stack)))
      ((tuple 'exit x _) (tuple 'exit x))
      (_ 'something))
    (after (io:format "after~n"))))

(defun main ()
  (p (attempt (lambda () #(ok 1))))
  (p (attempt (lambda () 'x)))
  (p (attempt (lambda () (throw 'a))))
  (p (attempt (lambda () (error 'b))))
  (p (attempt (lambda () (exit 'c))))
  (p (attempt (lambda () (error #(d)))))
  (p (try (attempt (lambda () 5)) (catch (`#(error ,r ,_) r))))
  (p (try 1 (after 2)))
  (p (try (+ 1 2) (case (3 'three)) (catch (_ 'never))))
  (p (try (try (throw 'inner) (after (io:format "inner after~n")))
       (catch (`#(throw ,x ,_) (tuple 'outer x)))))
  (p (try (try (throw 1) (catch (`#(throw 2 ,_) 'two)))
       (catch (`#(throw ,n ,_) (tuple 'again n))))))

(defun p (term)
  (io:format "~p~n" (list term)))
