;; Tests of NAME.
(defmodule NAME-tests)

(include-lib "ltest/include/ltest-macros.lfe")

(deftest greets
  (is-equal "Hello, you!" (NAME:greeting "you")))

(deftestgen greets-many
  (list (is-equal* "Hello, a!" (NAME:greeting "a"))
        (tuple "an empty name" (is-equal* "Hello, !" (NAME:greeting "")))))
