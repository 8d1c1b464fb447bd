;; not-on: beam, since there is no library of LFE there
;; List and sequence functions of cl.
(defmodule cl_lists
  (export (main 0)))

(defun main ()
  (p (cl:mapcar (lambda (x) (* x 2)) '(1 2 3)))
  (p (cl:maplist (lambda (l) (length l)) '(a b c)))
  (p (list (cl:elt 1 '(a b)) (cl:nth 5 '(a)) (cl:last '(1 2)) (cl:butlast '(1 2))))
  (p (list (cl:find 'a '(b a)) (cl:find 'x '(b a)) (cl:position 'a '(b a)) (cl:count 'a '(a b a))))
  (p (list (cl:remove 'a '(a b a)) (cl:remove-duplicates '(a b a)) (cl:substitute 'n 'o '(o p))))
  (p (list (cl:some #'is_atom/1 '(1 a)) (cl:every #'is_atom/1 '(1 a)) (cl:notany #'is_atom/1 '(1))))
  (p (list (cl:union '(a b) '(b c)) (cl:intersection '(a b) '(b c)) (cl:set-difference '(a b) '(b c))))
  (p (list (cl:assoc 'a '((a . 1))) (cl:rassoc 1 '((a . 1))) (cl:pairlis '(a b) '(1 2)) (cl:acons 'a 1 ())))
  (p (list (cl:subst 'x 'a '(a (b a))) (cl:sublis '((a . 1)) '(a (b a)))))
  (p (list (cl:getf '(a 1) 'a) (cl:putf '(a 1) 2 'b) (cl:remf '(a 1 b 2) 'a)))
  (p (lists:map #'cl:type-of/1 (list 1 'a #(a) #M() 1.0 #"b"))))

(defun p (term)
  (io:format "~p~n" (list term)))
