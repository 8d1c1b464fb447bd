;; Accounts as processes, transfers that fail halfway are undone, a log of what happened.
(defmodule bank_accounts
  (export (main 0)))

(defrecord account owner (balance 0) (history ()))

(defun start (owner balance)
  (spawn (lambda () (loop (make-account owner owner balance balance)))))

(defun loop (a)
  (receive
    ((tuple from ref (tuple 'deposit n)) (when (> n 0))
     (answer from ref 'ok)
     (loop (set-account a balance (+ n (account-balance a)) history (cons (tuple 'in n) (account-history a)))))
    ((tuple from ref (tuple 'withdraw n))
     (cond
       ((> n (account-balance a)) (answer from ref #(error insufficient)) (loop a))
       (else
         (answer from ref 'ok)
         (loop (set-account a balance (- (account-balance a) n) history (cons (tuple 'out n) (account-history a)))))))
    ((tuple from ref 'state) (answer from ref (tuple (account-owner a) (account-balance a) (lists:reverse (account-history a)))) (loop a))
    ((tuple from ref 'close) (answer from ref 'closed))
    ((tuple from ref other) (answer from ref (tuple 'error other)) (loop a))))

(defun answer (from ref value) (! from (tuple ref value)))

(defun ask (pid what)
  (let ((ref (monitor 'process pid)))
    (! pid (tuple (self) ref what))
    (receive
      ((tuple r v) (when (== r ref)) (demonitor ref '(flush)) v)
      ((tuple 'DOWN r _ _ _) (when (== r ref)) #(error no-account)))))

(defun transfer (from to n)
  (maybe
    (?= 'ok (ask from (tuple 'withdraw n)))
    (?= 'ok (ask to (tuple 'deposit n)))
    'done
    (else
      (((tuple 'error 'no-account)) (ask from (tuple 'deposit n)) 'undone)
      (((tuple 'error why)) (tuple 'refused why)))))

(defun main ()
  (let ((a (start "Ann" 100)) (b (start "Bob" 20)))
    (p (transfer a b 30))
    (p (transfer b a 500))
    (p (ask a #(deposit -5)))
    (p (ask b 'close))
    (p (transfer a b 10))
    (p (ask a 'state))
    (p (ask b 'state))))

(defun p (term) (io:format "~p~n" (list term)))
