;; not-on: beam
;; (the BEAM has no module cl)
;; Sequences of cl: searching, counting, substituting, removing, mapping over several lists, reducing.
(defmodule cl_sequences
  (export (main 0)))

(defun even? (n) (== 0 (rem n 2)))

(defun main ()
  (let ((l '(1 2 3 4 2)))
    (p (list (cl:length l) (cl:elt 2 l) (cl:reverse l)))
    (p (list (cl:find 2 l) (cl:find 9 l) (cl:find-if #'even?/1 l) (cl:find-if-not #'even?/1 l)))
    (p (list (cl:position 2 l) (cl:position 9 l) (cl:position-if #'even?/1 l)))
    (p (list (cl:count 2 l) (cl:count-if #'even?/1 l) (cl:count-if-not #'even?/1 l)))
    (p (list (cl:remove 2 l) (cl:remove-if #'even?/1 l) (cl:remove-if-not #'even?/1 l)))
    (p (list (cl:substitute 'x 2 l) (cl:substitute-if 'x #'even?/1 l)))
    (p (cl:remove-duplicates l))
    (p (list (cl:some #'even?/1 l) (cl:every #'even?/1 l) (cl:notany #'even?/1 l) (cl:notevery #'even?/1 l)))
    (p (cl:reduce #'+/2 l 'initial-value 100)))
  (p (cl:mapcar (lambda (x) (* x x)) '(1 2 3)))
  (p (cl:maplist (lambda (l) (cl:length l)) '(a b c)))
  (p (list (cl:first '(1 2)) (cl:rest '(1 2)) (cl:nth 1 '(a b c)) (cl:last '(a b c)) (cl:butlast '(a b c))))
  (p (list (cl:car ()) (cl:cdr ()) (cl:car '(1))))
  (p (list (cl:union '(1 2) '(2 3)) (cl:intersection '(1 2 3) '(2 3 4)) (cl:set-difference '(1 2 3) '(2)) (cl:set-exclusive-or '(1 2) '(2 3))))
  (p (list (cl:subsetp '(1) '(1 2)) (cl:adjoin 1 '(1 2)) (cl:adjoin 0 '(1 2)) (cl:member 2 '(1 2 3)) (cl:member 9 '(1))))
  (p (list (cl:subst 'x 'a '(a (b a) . a)) (cl:sublis '((a . 1) (b . 2)) '(a (b c)))))
  (p (list (cl:make-lfe-bool ()) (cl:make-lfe-bool 'x) (cl:make-cl-bool 'false) (cl:make-cl-bool 'true))))

(defun p (term) (io:format "~p~n" (list term)))
