;; Imports under other names, in calls, as funs, in guards of other functions' results; several from one module.
(defmodule rename_and_prefixes
  (export (main 0))
  (import (from lists (reverse 1) (seq 2))
          (rename lists ((foldl 3) reduce) ((member 2) in?))
          (rename string ((to_upper 1) shout)))
  (module-alias (maps m) (lists l)))

(defun main ()
  (p (reverse (seq 1 4)))
  (p (reduce #'+/2 0 (lists:map (lambda (x) (* x x)) (seq 1 4))))
  (p (list (in? 2 '(1 2)) (in? 'x ()) (shout "quiet")))
  (p (m:get 'k (m:put 'k (l:sum '(1 2 3)) (m:new))))
  (p (lists:map (fun reverse 1) '((1 2) (3))))
  (p (let ((f (fun in? 2))) (funcall f 1 '(1))))
  (p (flet ((reverse (x) (list 'local x))) (reverse '(1 2)))))

(defun p (term) (io:format "~p~n" (list term)))
