;; Match specifications for tracing.
(defmodule trace
  (export (main 0)))

(defun main ()
  (p (dbg-ms ([(list a b)] (when (> a b)) (return_trace))))
  (p (trace-ms ([_] (message 'hello) (exception_trace))))
  (p (dbg-ms ([(list 'f x)] (when (is_atom x)) (set_seq_token 'label x))))
  (p (dbg-ms ([x]))))

(defun p (term)
  (io:format "~p~n" (list term)))
