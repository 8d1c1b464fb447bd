;; Selective receive: guards, order in the mailbox, after 0, nested receives, a variable timeout.
(defmodule receive_selective
  (export (main 0)))

(defun main ()
  (lists:foreach (lambda (m) (! (self) m)) '(a 1 #(k 1) b 2 #(k 2) 3))
  (p (receive (n (when (is_integer n) (> n 1)) n)))
  (p (receive ((tuple 'k n) (receive ((tuple 'k m) (tuple n m))))))
  (p (receive ('b 'got-b)))
  (p (receive ((tuple _ _) 'tuple) (after 0 'no-tuple)))
  (p (let ((wanted 3)) (receive (n (when (=:= n wanted)) (list 'wanted n)))))
  (p (flush ()))
  (p (receive (after 1 'slept)))
  (p (let ((t 2)) (receive ('never 1) (after (* t 1) (list 'waited t)))))
  (p (catch (receive ('never 1) (after 'soon 2))))
  (let ((me (self)))
    (spawn (lambda () (receive (after 5 (! me 'late)))))
    (p (receive (x x) (after 'infinity 'never)))))

(defun flush (acc)
  (receive
    (m (flush (cons m acc)))
    (after 0 (lists:reverse acc))))

(defun p (term)
  (io:format "~p~n" (list (case term ((tuple 'EXIT (tuple r _)) r) (_ term)))))
