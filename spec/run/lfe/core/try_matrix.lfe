;; Every combination of the parts of try, with a value, an error, an exit and a throw.
(defmodule try_matrix
  (export (main 0)))

(defun act
  (('value) 1)
  (('other) 2)
  (('error) (error 'bad))
  (('exit) (exit 'gone))
  (('throw) (throw #(ball 3)))
  (('arith) (+ 1 (act 'atom)))
  (('atom) 'a))

(defun both (what)
  (try (act what)
    (case (1 'one))
    (catch
      ((tuple 'throw (tuple 'ball n) _) (tuple 'caught n))
      ((tuple 'error reason _) (when (=:= reason 'bad)) 'bad-one)
      ((tuple 'error reason _) (tuple 'error reason)))))

(defun all (what)
  (try (act what)
    (case (1 'one) (n (tuple 'n n)))
    (catch ((tuple class reason _) (list class reason)))
    (after (io:format "after ~p; " (list what)))))

(defun only-after (what)
  (try (act what) (after (io:format "after ~p; " (list what)))))

(defun nested (what)
  (try
    (try (act what)
      (catch ((tuple 'throw _ _) (error 'from-catch)))
      (after (io:format "inner; ")))
    (catch ((tuple c r _) (tuple 'outer c r)))
    (after (io:format "outer; "))))

(defun after-fails (what)
  (try (act what) (after (throw 'from-after))))

(defun main ()
  (lists:foreach
    (lambda (what)
      (show 'both what (lambda () (both what)))
      (show 'all what (lambda () (all what)))
      (show 'only-after what (lambda () (only-after what)))
      (show 'nested what (lambda () (nested what)))
      (show 'after-fails what (lambda () (after-fails what))))
    '(value other error exit throw arith)))

(defun show (name what f)
  (let ((result (try (funcall f)
                  (case (v (tuple 'value v)))
                  (catch ((tuple c r _) (tuple c r))))))
    (io:format "~p ~p: ~p~n" (list name what result))))
