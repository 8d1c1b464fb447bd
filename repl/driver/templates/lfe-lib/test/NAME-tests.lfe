;; Tests of NAME.
(defmodule NAME-tests)

(include-lib "ltest/include/ltest-macros.lfe")

(deftest doubles
  (is-equal 4 (NAME:double 2))
  (is-error 'badarith (NAME:double 'two)))
