;; Binary comprehensions over lists and binaries, with bits, sizes, several segments, filters and nesting.
(defmodule binary_many
  (export (main 0)))

(defun main ()
  (p (bc ((<- x '(1 2 3))) (binary x)))
  (p (bc ((<- x '(1 2 3)) (/= x 2)) (binary (x (size 16)))))
  (p (bc ((<= (binary (a (size 4)) (b (size 4))) #"AB")) (binary (b (size 4)) (a (size 4)))))
  (p (bc ((<= (binary (bit (size 1))) #"a")) (binary ((- 1 bit) (size 1)))))
  (p (bc ((<- x '(1 0 1))) (binary (x (size 1)))))
  (p (bc ((<- s '("ab" "c")) (<- c s)) (binary c c)))
  (p (bc ((<- b '(#"xy" #"z"))) (binary (b binary) "-")))
  (p (bc ((<= (binary (c utf8)) (unicode:characters_to_binary (list 233 97)))) (binary (c utf16))))
  (p (binary-comp ((<- x '(1.5))) (binary (x float))))
  (p (byte_size (bc ((<- i (lists:seq 1 200)) (<- j '(1 2))) (binary (i (size 24)) j))))
  (p (try (bc ((<- x '(1 a))) (binary x)) (catch (`#(,c ,r ,_) (tuple c r)))))
  (p (bc () (binary 1 2)))
  (p (bc ((== 1 2)) (binary 1 2))))

(defun p (term) (io:format "~w~n" (list term)))
