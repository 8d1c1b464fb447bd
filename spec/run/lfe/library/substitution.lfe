;; Substitution and association lists of module lfe.
;; not-on: beam, since there is no library of LFE there
(defmodule substitution
  (export (main 0)))

(defun main ()
  (let ((al (lfe:pairlis '(a b c) '(1 2 3))))
    (p al)
    (p (lfe:acons 'z 26 al))
    (p (lfe:pairlis '(x) '(9) al))
    (p (list (lfe:assoc 'b al) (lfe:assoc 'no al) (lfe:rassoc 3 al) (lfe:rassoc 9 al)))
    (p (list (lfe:assoc-if (lambda (k) (> k 'a)) al) (lfe:assoc-if-not (lambda (k) (== k 'a)) al)))
    (p (list (lfe:rassoc-if (lambda (v) (> v 1)) al) (lfe:rassoc-if-not (lambda (v) (> v 1)) al)))
    (p (lfe:sublis al '(a (b z) . c))))
  (p (lfe:subst 'new 'old '(old (a old) b . old)))
  (p (lfe:subst-if 0 #'is_atom/1 '(a 1 (b 2))))
  (p (lfe:subst-if-not 'x (lambda (e) (orelse (is_list e) (is_integer e))) '(a 1 (b 2))))
  (p (lfe:subst 'x '(1 2) '((1 2) (3 1 2))))
  (p (list (lfe_lib:is_symb 'a) (lfe_lib:is_symb_list '(a b)) (lfe_lib:is_symb_list '(a 1)) (lfe_lib:is_posint_list '(1 0)) (lfe_lib:is_proper_list '(1 . 2)) (lfe_lib:is_doc_string #"d") (lfe_lib:is_doc_string 'd)))
  (p (list (lfe_lib:split_name 'm:f) (lfe_lib:split_name 'm:f/2) (lfe_lib:split_name 'f))))

(defun p (term) (lfe_io:format "~p~n" (list term)))
