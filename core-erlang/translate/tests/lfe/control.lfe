(defmodule control (export (run 0)))

(defun try-it (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun trace (x) (self) x)

(defun ifs (x)
  (try-it (lambda () (list (if x 'yes 'no) (if x 'yes)))))

(defun conds (x)
  (try-it
    (lambda ()
      (list
        (cond ((== x 1) 'one) ((?= (tuple 'ok v) x) v) ((?= (list a b) (when (> a b)) x) a)
              ((is_atom x) 'atom 'last) (else 'other))
        (cond ((is_atom x) x))
        (cond (x)) (cond (else))))))

(defun cases (x)
  (try-it
    (lambda ()
      (case x
        ((tuple 'a y) (when (is_integer y) (> y 1)) (tuple 'big y))
        ((tuple 'a _) 'small)
        ("abc" 'string)
        ('(x . y) 'pair)
        (1.5 'float)
        ((list 'l a a) (tuple 'same a))
        ((list 'l a b) (tuple 'diff a b))
        ((map 'k v) v)
        ((= (cons h _) l) (when (=:= h 'h)) (length l))))))

(defun lets (x)
  (try-it
    (lambda ()
      (let ((y x) ((tuple a b) (tuple x x)))
        (let ((y a) (x y) ((cons h _) (when (is_integer h)) (list b)))
          (let* ((z x) (z (tuple z h)))
            (list x y z a b h)))))))

(defun progns (x)
  (list (progn) (progn x) (progn (trace 1) x) (prog1 x (trace 2)) (prog2 (trace 1) x (trace 3))
        (prog1 (trace x))))

(defun maybes (x)
  (try-it
    (lambda ()
      (list
        (maybe (?= (tuple 'ok a) x) (?= (list b) a) (tuple 'done a b))
        (maybe (trace 1) (?= (tuple 'ok a) x))
        (maybe (let ((y x)) (?= (tuple 'ok (list _)) y) 'inner) (trace 'after))
        (maybe (?= (tuple 'ok a) x) (let ((q a)) (?= (list z) q) z)
          (else (((tuple 'error r)) r) ((l) (when (is_list l)) (tuple 'list l))))
        (maybe x)))))

(defun receives ()
  (! (self) 'b)
  (! (self) (tuple 'a 1))
  (! (self) 'c)
  (list
    (receive ((tuple 'a x) (when (> x 0)) x))
    (receive ('c 'got-c) (after 0 'timeout))
    (receive ('c 'got-c) (after 0 'timeout))
    (receive (x x))
    (receive (after 1 'late))
    (receive (x x) (after (+ 0 1) 'none))
    (try-it (lambda () (receive (x x) (after 'soon 'none))))))

(defun do-loop (n)
  (fletrec ((loop ((0 acc) acc) ((n acc) (loop (- n 1) (+ acc n))))) (loop n 0)))

(defun run ()
  (let ((values (list 1 'true 'false 'x (tuple 'ok 1) (tuple 'ok '(1)) (tuple 'error 'e) '(2 1) '(1 2)
                      (tuple 'a 1) (tuple 'a 2) "abc" '(x . y) 1.5 '(l 1 1) '(l 1 2)
                      (map 'k 'v 'z 1) '(h 1 2) '(g))))
    (list
      (lists:map #'ifs/1 values) (lists:map #'conds/1 values) (lists:map #'cases/1 values)
      (lists:map #'lets/1 values) (lists:map #'progns/1 values) (lists:map #'maybes/1 values)
      (receives) (do-loop 100000))))
