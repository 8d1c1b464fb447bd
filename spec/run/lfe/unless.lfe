;; A macro whose body is not evaluated when the test holds.
(defmodule unless
  (export (main 0)))

(defmacro unless
  ((cons test body) `(if ,test 'ok (progn ,@body))))

(defmacro swap-args (form)
  (let ((`(,f ,a ,b) form))
    `(,f ,b ,a)))

(defun main ()
  (io:format "~p~n" (list (unless 'true (exit 'evaluated))))
  (io:format "~p~n" (list (unless 'false (io:format "body~n") 'value)))
  (io:format "~p~n" (list (swap-args (- 1 10)))))
