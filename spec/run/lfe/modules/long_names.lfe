;; Names with punctuation, upper case, digits, dots and non-letters, as functions, variables, records and atoms.
(defmodule long_names
  (export (main 0) (|a name with spaces| 1)))

(defrecord |odd record| first-field |second field|)

(defun |a name with spaces| (x) (list 'spaces x))
(defun is-it-true? (x!) (not x!))
(defun ->list (x) (list x))
(defun 2nd (l) (cadr l))
(defun a.b/c (x) x)
(defun *star* () '*star*)
(defun Upper (X) (tuple X 'X))
(defun set! (x <- y) (list x <- y))
(defun %percent% (x%) x%)
(defun a=b (a=b) a=b)

(defun main ()
  (p (list (|a name with spaces| 1) (: long_names |a name with spaces| 2)))
  (p (list (is-it-true? 'false) (->list 1) (2nd '(1 2)) (a.b/c 3) (*star*) (Upper 5)))
  (p (list (set! 1 2 3) (%percent% 4) (a=b 5)))
  (p (|make-odd record| first-field 1 |second field| 2))
  (p (|odd record-second field| (|make-odd record| |second field| 3)))
  (p (let ((|var with space| 1) (x.y 2) (x->y 3)) (list |var with space| x.y x->y)))
  (p '(a.b x->y |with \| bar| |UPPER lower| || |1| |a:b| -> => <- := ? ! $ % & @ ^ ~)))

(defun p (term) (io:format "~w~n" (list term)))
