;; Halts though another process is busy; what was written comes out.
(defmodule halts (export (main 0)))
(defun main () (io:format "out~n") (spawn (lambda () (spin))) (halt 3))
(defun spin () (spin))
