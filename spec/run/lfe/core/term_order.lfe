;; The order of all terms: kinds, numbers of both kinds, lists, tuples, maps, binaries, funs and pids in between.
(defmodule term_order
  (export (main 0)))

(defun kind (x)
  (cond ((is_function x) 'fun) ((is_pid x) 'pid) ((is_reference x) 'ref) (else x)))

(defun main ()
  (let ((terms (list "b" "a" () '(a . b) '(a b) #(a) #() #(a b) #(b) #M() #M(a 1) #M(b 0) #M(a 0 b 0)
                     #"b" #"a" #B((1 (size 1))) 'b 'a '|| 2 1.5 -1 1 1.25 (bsl 1 70) -1.0e10 (self) (lambda () 1) (make_ref))))
    (io:format "~w~n" (list (lists:map #'kind/1 (lists:sort terms))))
    (io:format "~w~n" (list (lists:map #'kind/1 (lists:usort (++ terms terms)))))
    (io:format "~w ~w~n" (list (kind (lists:max terms)) (kind (lists:min terms)))))
  (io:format "~w~n" (list (list (< "a" "ab") (< '(1 2) '(1 3)) (< #(9) #(1 1)) (< #"a" #"aa") (< 'z 'za) (< 1 'a) (=< 'a (self))))))
