;; not-on: beam, since there is no library of LFE there
;; Composition and partial application.
(defmodule clj_functions
  (export (main 0)))

(defun main ()
  (p (funcall (clj:comp #'lists:reverse/1 #'lists:sort/1) '(3 1 2)))
  (p (clj:comp (list #'lists:reverse/1 #'lists:sort/1) '(3 1 2)))
  (p (funcall (clj:comp) 1))
  (p (funcall (clj:partial #'+/2 1) 2))
  (p (list (clj:inc 1) (clj:dec 1) (clj:identity 'x) (funcall (clj:constantly 1) 2)))
  (p (list (clj:string? "abc") (clj:list? '(a)) (clj:proplist? '(#(a 1) b)) (clj:empty? ())))
  (p (list (clj:every? #'is_atom/1 '(a b)) (clj:any? #'is_atom/1 '(1 b)) (clj:element? 1 '(1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
