;; Sizes of segments that are computed, and those that cannot be.
(defmodule computed_sizes
  (export (main 0)))

(defun pack (n width) (binary (n (size width)) (0 (size (rem (- 8 (rem width 8)) 8)))))

(defun chunks
  (((binary) _) ())
  ((b n) (when (< (byte_size b) n)) (list b))
  ((b n) (let (((binary (c bytes (size n)) (rest bytes)) b)) (cons c (chunks rest n)))))

(defun main ()
  (p (list (pack 2 3) (pack 1000 10) (pack 1 8)))
  (p (chunks #"abcdefgh" 3))
  (p (binary (1 (size (+ 3 5))) (#"xyz" bytes (size (- 3 1)))))
  (let ((n 4))
    (p (binary (9 (size n)) (6 (size n))))
    (p (case #"abcdef" ((binary (a bytes (size n)) (b bytes)) (list a b)))))
  (p (reason (lambda () (binary (1 (size (id -1)))))))
  (p (reason (lambda () (binary (1 (size (id 'a)))))))
  (p (reason (lambda () (binary ((id 'a))))))
  (p (reason (lambda () (binary ((id 300) utf8) ((id -1) utf8)))))
  (p (reason (lambda () (binary ((id "list") binary)))))
  (p (reason (lambda () (binary ((id #"ab") bytes (size (id 3)))))))
  (p (reason (lambda () (let (((binary (x (size 16))) (id #"abc"))) x))))
  (p (binary ((id 1) (size (id 0))) ((id #"") bytes))))

(defun id (x) x)

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
