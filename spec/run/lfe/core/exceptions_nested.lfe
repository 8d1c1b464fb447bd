;; Exceptions through functions, after sections in order.
(defmodule exceptions_nested
  (export (main 0)))

(defun risky (n)
  (try
    (if (> n 2) (throw (tuple 'too-big n)) n)
    (after (io:format "leaving ~w~n" (list n)))))

(defun main ()
  (p (try (list (risky 1) (risky 2) (risky 3) (risky 4))
       (catch (`#(throw ,x ,_) x))))
  (p (try (error #(my reason) '(a b))
       (catch (`#(error ,r ,s) (tuple r (is_list s))))))
  (p (try (erlang:raise 'exit 'raised '())
       (catch (`#(,c ,r ,_) (tuple c r))))))

(defun p (term)
  (io:format "~p~n" (list term)))
