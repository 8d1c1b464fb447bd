;; Base64, hex and run lengths written with binaries, checked against the library.
(defmodule codec
  (export (main 0)))

(defun char
  ((n) (when (< n 26)) (+ n #\A))
  ((n) (when (< n 52)) (+ (- n 26) #\a))
  ((n) (when (< n 62)) (+ (- n 52) #\0))
  ((62) #\+)
  ((63) #\/))

(defun encode
  (((binary (a (size 6)) (b (size 6)) (c (size 6)) (d (size 6)) (rest bytes)))
   (list* (char a) (char b) (char c) (char d) (encode rest)))
  (((binary (a (size 6)) (b (size 6)) (c (size 4)))) (list (char a) (char b) (char (bsl c 2)) #\=))
  (((binary (a (size 6)) (b (size 2)))) (list (char a) (char (bsl b 4)) #\= #\=))
  ((#"") ()))

(defun hex (b)
  (bc ((<= (binary (n (size 4))) b)) (binary ((if (< n 10) (+ n #\0) (+ n 87))))))

(defun unhex (s)
  (list_to_binary (unhex-bytes (binary_to_list s))))

(defun unhex-bytes
  (((list* a b rest)) (cons (list_to_integer (list a b) 16) (unhex-bytes rest)))
  ((()) ()))

(defun runs
  (((cons c rest)) (runs rest c 1))
  ((()) ()))
(defun runs
  (((cons c rest) c n) (runs rest c (+ n 1)))
  ((rest c n) (cons (tuple c n) (runs rest))))

(defun main ()
  (lists:foreach
    (lambda (text)
      (let ((b (list_to_binary text)))
        (io:format "~s ~p ~s ~p~n"
                   (list (encode b) (=:= (list_to_binary (encode b)) (base64:encode b))
                         (hex b) (=:= b (unhex (hex b)))))))
    '("" "a" "ab" "abc" "Lisp Flavoured Erlang" (0 255 128 7)))
  (io:format "~p~n" (list (runs "aaabccdd"))))
