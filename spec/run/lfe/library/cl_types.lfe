;; not-on: beam
;; (the BEAM has no module cl)
;; type-of, coerce and elements of tuples, strings and binaries in cl.
(defmodule cl_types
  (export (main 0)))

(defun main ()
  (p (lists:map #'cl:type-of/1 (list 1 1.5 'a "s" '(1 2) '(a . b) () #(t) #M(a 1) #"b" (self) (lambda () 1) 'true)))
  (p (lists:map (lambda (pair) (catch (cl:coerce (car pair) (cdr pair))))
                '((#(1 2) . list) ((1 2) . tuple) ((a b) . tuple) ("abc" . atom) (abc . list))))
  (p (list (cl:elt 0 '(a b)) (cl:length "abc") (cl:reverse "abc"))))

(defun p (term)
  (io:format "~p~n" (list (if (is_list term) (lists:map #'simple/1 term) term))))

(defun simple
  ((`#(EXIT ,_)) 'failed)
  ((x) x))
