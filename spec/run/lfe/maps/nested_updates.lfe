;; Maps in maps, updated along a path; keys of all kinds; equality and order of maps.
(defmodule nested_updates
  (export (main 0)))

(defun put-in
  ((m (list k) v) (map-set m k v))
  ((m (cons k ks) v) (map-set m k (put-in (maps:get k m #M()) ks v))))

(defun get-in
  ((m ()) m)
  ((m (cons k ks)) (get-in (map-get m k) ks)))

(defun id (x) x)

(defun main ()
  (let* ((m (put-in #M() '(a b c) 1)) (m (put-in m '(a b d) 2)) (m (put-in m '(x) 3)))
    (p m)
    (p (get-in m '(a b)))
    (p (map-update m 'x (+ 1 (mref m 'x))))
    (p (map-remove m 'a))
    (p (map-remove m 'a 'x 'no)))
  (p (map 1 'integer 1.0 'float "1" 'string #"1" 'binary #(1) 'tuple '(1) 'list 'one 'atom #M(1 1) 'map))
  (p (map 'k 1 'k 2))
  (p (list (== #M(1 a) #M(1.0 a)) (=:= #M(a 1 b 2) #M(b 2 a 1)) (< #M(a 2) #M(a 1 b 1)) (< #M(a 1) #M(b 1))))
  (p (lists:sort '(#M(b 1) #M(a 2) #M() #M(a 1 b 1) #M(a 1))))
  (p (let ((k 'dyn)) (map (list_to_atom "made") k k (tuple k 1))))
  (p (map-set #M(a 1) 'a 2 'b 3 'a 4))
  (p (try (map-update #M(a 1) 'a 2 'z 3) (catch (`#(error ,r ,_) r))))
  (p (try (map-get #M(a 1) 'z) (catch (`#(error ,r ,_) r))))
  (p (try (map-set (id '(1)) 'a 1) (catch (`#(error ,r ,_) r))))
  (p (try (map-size "x") (catch (`#(error ,r ,_) r)))))

(defun p (term) (io:format "~p~n" (list term)))
