;; Macro bodies may use every form of the language.
(defmodule match_lambda_in_macro
  (export (main 0)))

(defmacro sum-of args
  (let* ((numbers (lists:filter #'is_integer/1 args))
         (total (lists:foldl #'+/2 0 numbers)))
    (case total
      (0 ''nothing)
      (n (when (> n 100)) ''much)
      (n n))))

(defmacro safe (x)
  (try (list 'quote (list_to_atom x))
    (catch (_ `(list ,x 'kept)))))

(defun main ()
  (p (list (sum-of) (sum-of 1 2 a 3) (sum-of 100 100)))
  (p (list (safe "abc") (safe 5))))

(defun p (term)
  (io:format "~p~n" (list term)))
