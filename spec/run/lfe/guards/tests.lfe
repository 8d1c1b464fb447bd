;; Type tests in guards.
(defmodule tests
  (export (main 0)))

(defun kind
  ((x) (when (is_boolean x)) 'boolean)
  ((x) (when (is_atom x)) 'atom)
  ((x) (when (is_integer x)) 'integer)
  ((x) (when (is_float x)) 'float)
  ((x) (when (is_list x)) 'list)
  ((x) (when (is_tuple x)) 'tuple)
  ((x) (when (is_binary x)) 'binary)
  ((x) (when (is_bitstring x)) 'bitstring)
  ((x) (when (is_map x)) 'map)
  ((x) (when (is_function x 1)) 'fun-1)
  ((x) (when (is_function x)) 'fun)
  ((x) (when (is_pid x)) 'pid)
  ((x) (when (is_reference x)) 'reference))

(defun main ()
  (p (lists:map #'kind/1
      (list 'true 'a 1 1.0 '(1) #(1) #"a" (binary (1 (size 3))) #M() #'kind/1 (lambda () 1)
            (self) (make_ref)))))

(defun p (term)
  (io:format "~p~n" (list term)))
