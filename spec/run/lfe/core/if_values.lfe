;; if without else, tests that are not booleans, and nested ones.
(defmodule if_values
  (export (main 0)))

(defun main ()
  (p (if 'true 1))
  (p (if 'false 1))
  (p (list (if (> 2 1) (if (> 1 2) 'a 'b) 'c)))
  (p (if (if 'true 'false 'true) 'yes 'no))
  (p (if (not (is_list ())) 1 2))
  (p (reason (lambda () (if (value 1) 'a 'b))))
  (p (reason (lambda () (if (value 'yes) 'a))))
  (p (reason (lambda () (if (andalso 'true (value 3)) 'a 'b))))
  (p (if (orelse (== 1 2) (value 'true)) (progn 1 2 3) (progn)))
  (p (+ 1 (if (value 'false) 1 (if (value 'true) 2))))
  (p (if (let ((x 3)) (> x 2)) 'larger)))

(defun value (x) x)

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
