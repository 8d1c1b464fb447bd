;; Each test of types with a value of each kind, as guard and as call.
(defmodule all_type_tests
  (export (main 0)))

(defrecord rec a)

(defmacro row (test)
  `(lc ((<- v (values)))
     (let ((in-guard (case v (x (when (,test x)) 't) (_ 'f)))
           (called (if (,test v) 't 'f)))
       (if (=:= in-guard called) called (tuple in-guard called)))))

(defun values ()
  (list 'a 'true 1 100000000000000000000 1.5 () '(a) "s" #(t) #M() #"b" #B((5 (size 3)))
        (self) (make_ref) (lambda (x) x) #'lists:map/2 (make-rec)))

(defmacro rows tests
  `(progn ,@(lc ((<- t tests)) `(io:format "~-14w ~p~n" (list ',t (row ,t))))))

(defun main ()
  (rows is_atom is_boolean is_integer is_float is_number is_list is_tuple is_map is_binary is_bitstring
        is_pid is_port is_reference is_function is-rec)
  (io:format "~p~n" (list (lc ((<- v (values))) (case v (x (when (is_function x 1)) 1) (x (when (is_function x 2)) 2) (_ 0)))))
  (io:format "~p~n" (list (lc ((<- v (values))) (case v (x (when (is_map_key 'a x)) 1) (x (when (== (map_size x) 0)) 2) (_ 0)))))
  (io:format "~p~n" (list (lc ((<- v (values))) (case v (x (when (is-record x rec)) 1) (x (when (is_record x 't 1)) 2) (_ 0))))))
