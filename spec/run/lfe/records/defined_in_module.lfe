;; Records of the module definition, with types.
(defmodule defined_in_module
  (record (pair ((first 1 (integer)) (second 2 (integer)))))
  (export (main 0)))

(defrecord typed
  (name "" (string))
  (count 0 (integer))
  plain)

(defun main ()
  (p (record pair second 5))
  (p (record-field (record pair) pair first))
  (p (make-typed count 3))
  (p (typed-name (make-typed))))

(defun p (term)
  (io:format "~p~n" (list term)))
