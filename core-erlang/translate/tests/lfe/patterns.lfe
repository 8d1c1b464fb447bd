(defmodule patterns (export (run 0)))

(defrecord point x (y 0))

(defun kind
  (((list)) 'empty)
  (((list 1 x)) (tuple 'one x))
  (((list* 'l x rest)) (tuple 'l x rest))
  ((`(q ,x . ,rest)) (tuple 'q x rest))
  ((`#(t ,x (,y))) (tuple 't x y))
  (((++ "ab" rest)) (tuple 'ab rest))
  (((++ "cd" (list x) rest)) (tuple 'cd x rest))
  (((= (tuple 'u x) whole)) (tuple x whole))
  (((= (cons 'v _) (list _ x))) (tuple 'v x))
  (((map 'a x "s" y)) (tuple 'map x y))
  (((map 'a (map 'b x))) (tuple 'nested x))
  ((#M(c 1)) 'literal-map)
  (((match-point x 1 y y)) (tuple 'point y))
  (((make-point x x)) (tuple 'other-point x))
  ((#(a b)) 'literal-tuple)
  ((#(a "s" (x 1.5))) 'deep-literal)
  ((-1) 'minus-one)
  ((1.0) 'one-float)
  (((tuple a b a b)) (tuple 'twice a b))
  (((list (tuple x _) (tuple x _))) (tuple 'pairs x))
  ((x) (when (is_binary x)) (binary-kind x))
  ((_) 'none))

(defun binary-kind
  (((binary 1 2 (x))) (tuple 'three x))
  ((#"str") 'str)
  (((binary ("é" utf8) (r binary))) (tuple 'e-acute r))
  ((_) 'binary))

(defun shadowing (x)
  (case 5
    (x (tuple 'inner x (case 6 ((= x y) (list x y)))))))

(defun same-variable-in-arguments (a b)
  (funcall (match-lambda ((x x) 'same) ((x (binary (x) (_ bits))) 'in-binary) ((_ _) 'different)) a b))

(defun run ()
  (list
    (lists:map #'kind/1
      (list '() '(1 2) '(l 1 2 3) '(q 1) '(q 1 2 3) #(t 1 (2)) "abc" "cdef" #(u 1) '(v 2) '(v 2 3)
            (map 'a 1 "s" 2 'z 3) (map 'a (map 'b 1)) (map 'c 1 'd 2) (make-point x 1 y 2)
            (make-point x 3) #(a b) #(a "s" (x 1.5)) -1 1.0 1 #(1 2 1 2) #(1 2 1 3)
            '(#(1 2) #(1 3)) '(#(1 2) #(2 3)) (binary 1 2 3) #"str" #"é!" 'x 0.0))
    (shadowing 1)
    (same-variable-in-arguments 1 1) (same-variable-in-arguments 1 (binary 1 2))
    (same-variable-in-arguments 1 2)))
