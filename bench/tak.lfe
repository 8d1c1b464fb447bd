;; Takeuchi's function: calls with three arguments.
(defmodule tak
  (export (main 0)))

(defun tak
  ((x y z) (when (< y x))
   (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y)))
  ((_ _ z) z))

(defun main ()
  (let* ((start (erlang:monotonic_time 'microsecond))
         (result (tak 24 16 8))
         (stop (erlang:monotonic_time 'microsecond)))
    (io:format "~w ~w~n" (list result (- stop start)))))
