;; The pretty printer on code: definitions, bindings, clauses, long calls, at several widths.
;; not-on: beam, since there is no library of LFE there
(defmodule pretty_code
  (export (main 0)))

(defun show (form)
  (lists:foreach
    (lambda (width) (io:format "~s~n" (list (lists:flatten (lfe_io:prettyprint1 form 100 0 width)))))
    '(80 40)))

(defun main ()
  (show '(defun fact ((0) 1) ((n) (when (> n 0)) (* n (fact (- n 1))))))
  (show '(defun add (a b) "Adds." (let ((c (+ a b))) (io:format "~p~n" (list c)) c)))
  (show '(let* ((first-variable (some-function argument)) (second-variable (another-function first-variable))) (list first-variable second-variable)))
  (show '(case (f x) ((tuple 'ok value) (when (> value 0)) (process value) value) (_ 'none)))
  (show '(cond ((> a b) 'larger) ((?= (tuple x) y) x) (else 'other)))
  (show '(lambda (x y) (if (> x y) (some-long-function-name x y) (another-long-function-name y x))))
  (show '(receive ((tuple 'msg m) (handle m)) (after 1000 'timeout)))
  (show '(try (risky-thing) (catch ((tuple class reason stack) (report class reason stack))) (after (clean))))
  (show '(defmacro m (a . b) `(list ,a ,@b)))
  (show '(flet ((f (x) (* x x)) (g (x y) (+ x y))) (f (g 1 2))))
  (show '#(a-long-tuple-element another-long-element (nested list with some elements) "string" 1.5))
  (show '#M(key-one "value one" key-two (a list of values) key-three #(tuple value)))
  (show '(call-of-something-long argument-one argument-two argument-three argument-four argument-five)))
