;; not-on: beam, since LFE's queries are not there
;; Query list comprehensions.
(defmodule query
  (export (main 0)))

(defun main ()
  (let ((q (qlc (lc ((<- x '(3 1 2))) (* x 10)))))
    (p (qlc:e q))
    (p (qlc:e (qlc:sort q)))
    (p (qlc:e (qlc (lc ((<- x q) (<- y '(a b))) (tuple x y)))))
    (p (qlc:fold #'+/2 0 q))
    (p (qlc:e (qlc:append q '(x))))
    (p (qlc:e (qlc:keysort 1 '(#(2 a) #(1 b))))))
  (let ((c (qlc:cursor (qlc (lc ((<- x '(1 2 3))) x)))))
    (p (qlc:next_answers c 2))
    (p (qlc:next_answers c 2))
    (p (qlc:delete_cursor c))))

(defun p (term)
  (io:format "~p~n" (list term)))
