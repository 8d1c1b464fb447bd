;; A planner that searches backwards over operators with preconditions, after the old general problem solver.
(defmodule planner
  (export (main 0)))

(defrecord op action preconds add-list del-list)

(defun ops ()
  (list
    (make-op action 'drive preconds '(at-home car-works) add-list '(at-school) del-list '(at-home))
    (make-op action 'repair preconds '(shop-knows shop-paid) add-list '(car-works))
    (make-op action 'tell preconds '(in-touch) add-list '(shop-knows))
    (make-op action 'call preconds '(know-number) add-list '(in-touch))
    (make-op action 'pay preconds '(have-money) add-list '(shop-paid) del-list '(have-money))))

(defun solve (state goals) (achieve-all state goals ()))

(defun achieve-all
  ((state () steps) (tuple 'ok state steps))
  ((state (cons g gs) steps)
   (maybe
     (?= (tuple 'ok state2 steps2) (achieve state g steps))
     (achieve-all state2 gs steps2))))

(defun achieve (state goal steps)
  (if (lists:member goal state)
    (tuple 'ok state steps)
    (try-ops state goal steps (lc ((<- o (ops)) (lists:member goal (op-add-list o))) o))))

(defun try-ops
  ((_ goal _ ()) (tuple 'stuck goal))
  ((state goal steps (cons o os))
   (case (achieve-all state (op-preconds o) steps)
     ((tuple 'ok state2 steps2)
      (let ((gone (case (op-del-list o) ('undefined ()) (l l))))
        (tuple 'ok (++ (op-add-list o) (-- state2 gone)) (++ steps2 (list (op-action o))))))
     (stuck (if (== os ()) stuck (try-ops state goal steps os))))))

(defun main ()
  (p (solve '(at-home know-number have-money) '(at-school)))
  (p (solve '(at-home have-money) '(at-school)))
  (p (solve '(at-home car-works) '(at-school)))
  (p (solve '(at-home) '(at-home))))

(defun p (term) (io:format "~p~n" (list term)))
