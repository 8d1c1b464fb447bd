;; Tests in LFE.
(defmodule other-tests)
(include-lib "ltest/include/ltest-macros.lfe")

(deftest passes (is-equal 42 (failing:answer)))
(deftest fails (is-equal 43 (failing:answer)))
