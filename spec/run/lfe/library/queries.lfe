;; not-on: beam
;; (queries of LFE are run by our own qlc)
;; qlc in LFE: joins of lists, tables as sources, tuples of results, unique answers.
(defmodule queries
  (export (main 0)))

(defun main ()
  (let ((t (ets:new 'people '(set))))
    (ets:insert t '(#(1 "Ann" oslo) #(2 "Bob" rome) #(3 "Cy" oslo)))
    (p (lists:sort (qlc:e (qlc (lc ((<- (tuple _ n c) (ets:tab2list t))) (tuple c n))))))
    (p (qlc:e (qlc (lc ((<- x '(3 1 2)) (<- y '(a b))) (tuple x y)))))
    (p (qlc:fold #'+/2 0 (qlc (lc ((<- x '(1 2 3))) (* x x)))))
    (p (let ((q (qlc (lc ((<- x '(1 2 3))) (list x))))) (qlc:next_answers (qlc:cursor q) 2)))))

(defun p (term) (io:format "~p~n" (list term)))
