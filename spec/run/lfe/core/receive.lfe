;; Patterns, guards, timeouts, order in the mailbox.
(defmodule receive
  (export (main 0)))

(defun main ()
  (! (self) #(b 2))
  (! (self) #(a 1))
  (! (self) 'c)
  (p (receive (`#(a ,x) x)))
  (p (receive (x (when (is_atom x)) x)))
  (p (receive (`#(,k ,v) (list k v)) (after 0 'none)))
  (p (receive (x x) (after 0 'none)))
  (p (receive (after 1 'waited)))
  (p (receive (x x) (after 0)))
  (! (self) 1)
  (p (receive (1) (after 'infinity 'never)))
  (p (flush)))

(defun flush ()
  (receive (x (cons x (flush))) (after 0 '())))

(defun p (term)
  (io:format "~p~n" (list term)))
