;; entry: hello:run
(defmodule hello
  (export (run 0)))

(defun run ()
  (io:format "Hello, BEAM!~n"))
