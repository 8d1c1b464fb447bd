;; Everything exported.
(defmodule export_all
  (export all))

(defun main ()
  (p (export_all:helper 1))
  (p (lists:sort (lists:filter (lambda (f) (lists:member f '(#(main 0) #(helper 1) #(p 1))))
                               (export_all:module_info 'exports)))))

(defun helper (x) (tuple 'helped x))

(defun p (term)
  (io:format "~p~n" (list term)))
