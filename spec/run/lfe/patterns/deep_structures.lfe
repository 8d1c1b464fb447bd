;; Patterns several levels deep, of all kinds in one another.
(defmodule deep_structures
  (export (main 0)))

(defrecord node left key right)

(defun look
  ((`#(person ,name #M(address #(,street ,_) age ,age)))
   (list 'person name street age))
  ((`(#(a ,x) (b ,y ,@rest) . ,z)) (list 'mixed x y rest z))
  (((match-node key k left (match-node key k2 right 'nil))) (list 'node k k2))
  (((tuple (list (tuple a b) (tuple b a)))) (list 'mirror a b))
  (((list* 1 2 (tuple x) more)) (list 'stars x more))
  (((map 'list (list a (map 'inner b)) "key" (binary c (d bytes)))) (list 'map a b c d))
  (((= (cons first _) (list _ _ third))) (list 'three first third))
  (((tuple 'bin (binary (n (size 8)) (data bytes (size n)) (rest bytes)))) (list n data rest))
  ((_) 'none))

(defun main ()
  (lists:foreach (lambda (x) (p (look x)))
    (list #(person "Ann" #M(address #("High Street" 5) age 33 other x))
          #(person "Ann" #M(address #("High Street" 5)))
          '(#(a 1) (b 2 3 4) . tail)
          '(#(a 1) (b 2) c d)
          (make-node key 5 left (make-node key 3 right 'nil left 'nil))
          (make-node key 5 left (make-node key 3 right 'x))
          #((#(1 2) #(2 1)))
          #((#(1 2) #(1 2)))
          '(1 2 #(3) 4 5)
          '(1 2 #(3))
          #M(list (1 #M(inner 2)) "key" #"cd")
          '(x y z)
          '(x y)
          #(bin #B(2 97 98 99))
          #(bin #B(9 97)))))

(defun p (term) (io:format "~p~n" (list term)))
