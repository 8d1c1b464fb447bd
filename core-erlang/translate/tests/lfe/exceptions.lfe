(defmodule exceptions (export (run 0)))

(defun raise
  (('none) 'value)
  (('throw) (throw 'thrown))
  (('error) (error 'bad))
  (('exit) (exit 'gone))
  (('badarg) (atom_to_list 1))
  ((f) (funcall f)))

(defun log (x) (put 'log (cons x (get 'log))) x)

(defun logged (f)
  (put 'log ())
  (let ((v (catch (funcall f))))
    (tuple (shorten v) (get 'log))))

;; Traces differ in the places they name.
(defun shorten
  (((tuple 'EXIT (tuple r (cons _ _)))) (tuple 'EXIT r 'trace))
  ((v) v))

(defun tries (what)
  (logged
    (lambda ()
      (try (raise what)
        (case ('value 'matched))
        (catch
          ((tuple 'throw x _) (tuple 'caught x))
          ((tuple 'error x _) (when (=:= x 'never)) 's)
          ((tuple 'error 'bad stack) (is_list stack) (log 'error) (tuple 'bad (is_list stack))))
        (after (log 'after))))))

(defun case-only (what)
  (logged (lambda () (try (raise what) (case ('other 1)) (after 'done)))))

(defun after-only (what)
  (logged (lambda () (try (raise what) (after (log 'after) 'ignored)))))

(defun catch-all (what)
  (logged (lambda () (try (raise what) (catch (_ 'any))))))

(defun classes (what)
  (logged (lambda () (try (raise what) (catch (`#(,c ,r ,_) (tuple c r)))))))

(defun after-raises (what)
  (logged (lambda () (try (raise what) (after (throw 'from-after))))))

(defun in-case-unprotected ()
  (logged
    (lambda ()
      (try 'value
        (case ('value (throw 'outside)))
        (catch (_ 'inside))))))

(defun nested ()
  (logged
    (lambda ()
      (try (try (throw 'inner) (catch ((tuple 'error _ _) 'no)) (after (log 1)))
        (catch ((tuple 'throw x _) (log 2) (tuple 'outer x)))
        (after (log 3))))))

(defun catches (what) (shorten (catch (log 'start) (raise what))))

(defun run ()
  (put 'log ())
  (let ((whats '(none throw error exit badarg)))
    (list
      (lists:map #'tries/1 whats) (lists:map #'case-only/1 whats)
      (lists:map #'after-only/1 whats) (lists:map #'catch-all/1 whats)
      (lists:map #'classes/1 whats) (lists:map #'after-raises/1 whats) (in-case-unprotected)
      (nested) (lists:map #'catches/1 whats) (lists:map #'errors/1 '(1 2 3 4 5)))))

(defun errors (n)
  (catch
    (try
      (case n
        (1 (let (((tuple a) n)) a))
        (2 (case n (3 n)))
        (3 (if n 1 2))
        (4 (funcall (match-lambda ((5) 1)) n))
        (5 (let ((f 'not-a-fun)) (funcall f))))
      (catch ((tuple c r _) (tuple c r))))))
