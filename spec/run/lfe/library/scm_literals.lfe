;; deviates: syntax-rules
;; Syntax rules with literals, and local ones.
(defmodule scm_literals
  (export (main 0)))

(defun main ()
  (p (scm:let-syntax ((twice (syntax-rules ((x) (list x x))))) (twice 1)))
  (p (scm:let-syntax ((for (syntax-rules (in) ((_ x in l b) (lists:map (lambda (x) b) l)))))
       (for x in '(1 2) (* x x)))))

(defun p (term)
  (io:format "~p~n" (list term)))
