;; The macros of ltest: tests, generators, fixtures, assertions.
;; deviates: eunit-macros
(defmodule ltest_macros
  (behaviour ltest-unit)
  (export (main 0)))

(include-lib "ltest/include/ltest-macros.lfe")

(deftest adds
  (is-equal 4 (+ 2 2))
  (is (< 1 2)))

(deftest many-assertions
  (is-not 'false)
  (is-match (tuple 'ok _) (tuple 'ok 1))
  (is-not-match (tuple 'ok _) 'error)
  (is-not-equal 1 2)
  (is-exception 'error 'badarith (div 1 (length ())))
  (is-not-exception (+ 2 2))
  (is-not-exception 'exit 'badarith (error 'badarith))
  (is-error 'badarith (div 1 (length ())))
  (is-exit 'bye (exit 'bye))
  (is-throw 'ball (throw 'ball))
  (is-not-throw 'ball (throw 'other)))

(deftest fails (is-equal 5 (+ 2 2)))

(deftestskip skipped (error 'run))

(deftestgen generated
  (list (is* 'true)
        (tuple "named" (is-equal* 2 (+ 1 1)))
        (is-error* 'badarg (error 'badarg))
        (lambda () (is-not 'false))))

(defun set-up () 'ok)
(defun tear-down (state) (is-equal 'ok state))

(deftestcase first-tc (state)
  (is-equal 'ok state)
  (is-not-equal 'no state))

(deftestcase second-tc (state)
  (is-equal 'ok state))

(deftestgen with-setup
  `#(setup ,(defsetup set-up) ,(deftestcases first-tc)))

(deftestgen with-each
  `#(foreach ,(defsetup set-up) ,(defteardown tear-down) ,(deftestcases first-tc second-tc)))

(defun main ()
  (io:format "~p~n" (list (lists:sort (lists:filter #'is-test/1 (ltest_macros:module_info 'exports)))))
  (lists:foreach
    (lambda (name) (io:format "~p ~p~n" (list name (eunit:test (tuple 'generator 'ltest_macros name)))))
    '(generated_test_ with_setup_test_ with_each_test_))
  (lists:foreach
    (lambda (name) (io:format "~p ~p~n" (list name (eunit:test (tuple 'ltest_macros name)))))
    '(adds_test many_assertions_test))
  (try (fails_test)
    (catch ((tuple 'error (tuple kind facts) _)
            (io:format "~p ~p~n" (list kind facts))))))

(defun is-test
  (((tuple name _)) (not (lists:member name '(main module_info __info__)))))
