;; A function that runs when the module is loaded.
(defmodule on_load
  (export (main 0))
  (on_load (setup 0)))

(defun setup ()
  (io:format "loaded~n")
  'ok)

(defun main ()
  (io:format "main~n"))
