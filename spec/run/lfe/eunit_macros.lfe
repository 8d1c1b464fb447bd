;; EUnit's macros in LFE: assertions and their errors, test objects, a run of tests.
;; deviates: eunit-macros
(defmodule eunit_macros
  (export (main 0) (one_test 0) (two_test_ 0)))

(include-lib "eunit/include/eunit.hrl")

(defun one_test () (assert 'true))
(defun two_test_ ()
  (list (_assertEqual 4 (+ 2 2))
        (tuple "title" (_assertMatch (tuple 'ok _) (found)))
        (_assertNot (is_atom (found)))))

(defun found () (tuple 'ok 1))
(defun five () 5)

(defun main ()
  (lists:foreach (lambda (f) (io:format "~p~n" (list (outcome f)))) (assertions))
  (io:format "~p~n" (list (eunit:test 'eunit_macros)))
  (io:format "~p~n" (list (eunit:test (list (_test 'ok))))))

(defun assertions ()
  (list (lambda () (assert (> (five) 4)))
        (lambda () (assert (< (five) 4)))
        (lambda () (assert (five)))
        (lambda () (assert (< (five) 4) "comment"))
        (lambda () (assertNot (< (five) 4)))
        (lambda () (assertNot (> (five) 4)))
        (lambda () (assertMatch (tuple 'ok _) (found)))
        (lambda () (assertMatch (tuple 'error _) (found)))
        (lambda () (assertMatch `#(error ,_) (found)))
        (lambda () (assertNotMatch (tuple 'ok _) (found)))
        (lambda () (assertEqual 5 (five)))
        (lambda () (assertEqual '(4) (list (five))))
        (lambda () (assertEqual "a b" (++ "a" "c")))
        (lambda () (assertNotEqual 5 (five)))
        (lambda () (assertException 'error 'badarith (div 1 (- (five) 5))))
        (lambda () (assertException 'error 'badarith (five)))
        (lambda () (assertError (tuple 'badmatch _) (error (tuple 'badmatch 1))))
        (lambda () (assertError 'badarg (throw 'no)))
        (lambda () (assertExit 'normal (exit 'normal)))
        (lambda () (assertThrow 'x (throw 'x)))
        (lambda () (assertThrow 'x 'ok))
        (lambda () (assertNotException 'throw 'x (throw 'y)))
        (lambda () (assertNotException 'throw 'x (throw 'x)))))

(defun outcome (f)
  (try (tuple 'returned (funcall f))
    (catch ((tuple 'error (tuple kind facts) _)
            (tuple kind (lists:map #'short/1 facts))))))

(defun short
  (((tuple 'unexpected_exception (tuple class reason _)))
   (tuple 'unexpected_exception class reason))
  ((fact) fact))
