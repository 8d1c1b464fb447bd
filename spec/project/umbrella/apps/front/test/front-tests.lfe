;; Tests with a macro of another application.
(defmodule front-tests)
(include-lib "ltest/include/ltest-macros.lfe")
(deftest macro (is-equal '(#(helped 1) #(helped 1)) (twice:both 1)))
