;; Packing and unpacking a packet.
(defmodule packet
  (export (main 0)))

(defun pack (version items)
  (binary (version (size 4)) ((length items) (size 12))
          ((lists:foldl (lambda (i acc) (binary (acc bytes) ((byte_size i)) (i bytes))) #"" items)
           bytes)))

(defun unpack
  (((binary (v (size 4)) (n (size 12)) (rest bytes)))
   (tuple v n (items n rest))))

(defun items
  ((0 #"") '())
  ((n (binary len (item bytes (size len)) (rest bytes)))
   (cons item (items (- n 1) rest))))

(defun main ()
  (let ((b (pack 3 '(#"one" #"three" #""))))
    (p b)
    (p (unpack b))))

(defun p (term)
  (io:format "~p~n" (list term)))
