;; Huffman codes: counts, a tree, codes as bit strings, text to bits and back.
(defmodule huffman
  (export (main 0)))

(defun counts (s) (lists:sort (lc ((<- (tuple c n) (maps:to_list (lists:foldl (lambda (c m) (maps:update_with c (lambda (n) (+ n 1)) 1 m)) #M() s)))) (tuple n c))))

(defun tree
  (((list (tuple _ t))) t)
  (((list* (tuple n a) (tuple m b) rest)) (tree (lists:keysort 1 (cons (tuple (+ n m) (tuple a b)) rest)))))

(defun codes
  (((tuple a b) bits) (++ (codes a (binary (bits bitstring) (0 (size 1)))) (codes b (binary (bits bitstring) (1 (size 1))))))
  ((c bits) (list (tuple c bits))))

(defun encode (s codes)
  (bc ((<- c s)) (binary ((proplists:get_value c codes) bitstring))))

(defun decode (bits tree) (decode bits tree tree))
(defun decode
  ((bits c tree) (when (is_integer c)) (cons c (decode bits tree tree)))
  (((binary (0 (size 1)) (rest bitstring)) (tuple a _) tree) (decode rest a tree))
  (((binary (1 (size 1)) (rest bitstring)) (tuple _ b) tree) (decode rest b tree))
  (((binary) _ _) ()))

(defun main ()
  (let* ((text "abracadabra alakazam") (t (tree (counts text))) (cs (codes t #"")) (bits (encode text cs)))
    (io:format "~p ~p~n" (list (bit_size bits) (* 8 (length text))))
    (io:format "~s~n" (list (decode bits t)))
    (lists:foreach (match-lambda (((tuple c b)) (io:format "~c ~s~n" (list c (lc ((<= (binary (x (size 1))) b)) (+ x #\0))))))
                   (lists:sort (match-lambda (((tuple a x) (tuple b y)) (=< (tuple (bit_size x) a) (tuple (bit_size y) b)))) cs))))
