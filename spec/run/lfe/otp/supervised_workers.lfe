;; A supervisor in LFE whose children are restarted after crashes, and stopped in order.
(defmodule supervised_workers
  (behaviour supervisor)
  (export (main 0) (init 1) (start-worker 1) (worker 1)))

(defun init (_)
  (tuple 'ok
         (tuple #M(strategy one_for_one intensity 5 period 10)
                (lists:map
                  (lambda (name)
                    (map 'id name 'start (tuple (MODULE) 'start-worker (list name)) 'shutdown 100))
                  '(one two)))))

(defun start-worker (name)
  (let ((pid (spawn_link (MODULE) 'worker (list name))))
    (register name pid)
    (tuple 'ok pid)))

(defun worker (name)
  (receive
    ((tuple 'ask from) (! from (tuple name 'alive)) (worker name))
    ('crash (exit 'normal-crash))))

(defun ask (name)
  (! name (tuple 'ask (self)))
  (receive ((tuple n 'alive) (when (=:= n name)) 'alive) (after 1000 'silent)))

(defun wait-for-new (name old)
  (case (whereis name)
    ('undefined (timer:sleep 1) (wait-for-new name old))
    (pid (when (=:= pid old)) (timer:sleep 1) (wait-for-new name old))
    (pid pid)))

(defun main ()
  (logger:set_primary_config 'level 'none)
  (process_flag 'trap_exit 'true)
  (let (((tuple 'ok sup) (supervisor:start_link 'supervised_workers ())))
    (io:format "~p~n" (list (list (ask 'one) (ask 'two))))
    (let ((old (whereis 'one)))
      (! 'one 'crash)
      (wait-for-new 'one old))
    (io:format "~p~n" (list (list (ask 'one) (ask 'two))))
    (io:format "~p~n" (list (supervisor:count_children sup)))
    (io:format "~p~n" (list (lists:sort (lc ((<- (tuple id _ type _) (supervisor:which_children sup))) (tuple id type)))))
    (supervisor:terminate_child sup 'two)
    (io:format "~p~n" (list (whereis 'two)))
    (exit sup 'shutdown)
    (receive ((tuple 'EXIT p why) (when (=:= p sup)) (io:format "~p ~p~n" (list why (whereis 'one)))))))
