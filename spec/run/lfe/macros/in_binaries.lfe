;; Macros in binary segments, maps and comprehensions.
(defmodule in_binaries
  (export (main 0)))

(defmacro byte-size () 16)
(defmacro key () ''k)
(defmacro three () 3)

(defun main ()
  (p (binary ((three) (size (byte-size)))))
  (p (binary ((three))))
  (p (map (key) (three)))
  (p (lc ((<- x (list (three) (three)))) (+ x (three)))))

(defun p (term)
  (io:format "~p~n" (list term)))
