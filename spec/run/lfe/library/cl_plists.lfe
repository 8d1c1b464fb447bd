;; not-on: beam
;; (the BEAM has no module cl)
;; Property lists, symbols with properties, association lists of cl.
(defmodule cl_plists
  (export (main 0)))

(defun main ()
  (let ((plist '(a 1 b 2 c 3)))
    (p (list (cl:getf plist 'b) (cl:getf plist 'z) (cl:getf plist 'z 'none)))
    (p (cl:putf plist 9 'b))
    (p (cl:putf plist 9 'd))
    (p (cl:remf plist 'a))
    (p (cl:get-properties plist '(x c b))))
  (cl:putprop 'apple 'red 'colour)
  (cl:putprop 'apple 3 'price)
  (p (list (cl:get 'apple 'colour) (cl:get 'apple 'price) (cl:get 'apple 'no) (cl:get 'apple 'no 'default)))
  (cl:remprop 'apple 'colour)
  (p (cl:get 'apple 'colour 'gone))
  (p (cl:symbol-name 'apple))
  (let ((al (cl:pairlis '(a b c) '(1 2 3))))
    (p al)
    (p (cl:acons 'z 0 al))
    (p (list (cl:assoc 'b al) (cl:assoc 'q al) (cl:rassoc 3 al)))
    (p (list (cl:assoc-if (lambda (k) (> k 'a)) al) (cl:rassoc-if-not (lambda (v) (< v 2)) al)))))

(defun p (term) (io:format "~p~n" (list term)))
