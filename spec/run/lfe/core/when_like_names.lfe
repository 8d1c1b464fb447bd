;; Functions and variables with names close to those of the language.
(defmodule when_like_names
  (export (main 0)))

(defun quoted (x) `'(,x))
(defun lambda-of (x) (lambda () x))
(defun let1 (x) x)
(defun if* (a b) (if a b))
(defun _private (_x) (list _x _x))
(defun try-it (f) (try (funcall f) (catch (_ 'failed))))
(defun else? (else) (case else ('else 1) (_ 2)))
(defun after-all (after) after)

(defun main ()
  (io:format "~w~n" (list (list (quoted 1) (funcall (lambda-of 2)) (let1 3) (if* 'true 4) (_private 5))))
  (io:format "~w~n" (list (list (try-it (lambda () (error 'x))) (else? 'else) (else? 1) (after-all 6))))
  (io:format "~w~n" (list (let ((catch 1) (when 2) (else 3)) (list catch when else)))))
