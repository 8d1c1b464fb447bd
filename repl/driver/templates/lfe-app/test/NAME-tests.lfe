;; Tests of NAME.
(defmodule NAME-tests)

(include-lib "ltest/include/ltest-macros.lfe")

(defun set-up ()
  (application:set_env 'NAME 'first 1)
  (let (((tuple 'ok pid) (NAME:start_link)))
    pid))

(defun tear-down (pid)
  (gen_server:stop pid))

(deftestcase counts (_pid)
  (is-equal 1 (NAME:next))
  (is-equal 2 (NAME:next)))

(deftestgen counter
  `#(setup ,(defsetup set-up) ,(defteardown tear-down) ,(deftestcases counts)))
