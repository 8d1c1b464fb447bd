;; Types of a small language inferred by unification: functions, application, let, failures.
(defmodule type_checker
  (export (main 0)))

(defun infer
  ((n _ s k) (when (is_integer n)) (tuple 'int s k))
  (('true _ s k) (tuple 'bool s k))
  (((tuple 'var x) env s k)
   (case (lists:keyfind x 1 env)
     ((tuple _ t) (tuple t s k))
     ('false (throw (tuple 'unbound x)))))
  (((tuple 'fn x body) env s k)
   (let* ((a (tuple 't k)) ((tuple b s2 k2) (infer body (cons (tuple x a) env) s (+ k 1))))
     (tuple (tuple '-> a b) s2 k2)))
  (((tuple 'call f x) env s k)
   (let* (((tuple ft s2 k2) (infer f env s k)) ((tuple xt s3 k3) (infer x env s2 k2)) (r (tuple 't k3)))
     (tuple r (unify ft (tuple '-> xt r) s3) (+ k3 1))))
  (((tuple 'if c a b) env s k)
   (let* (((tuple ct s2 k2) (infer c env s k)) (s3 (unify ct 'bool s2))
          ((tuple at s4 k4) (infer a env s3 k2)) ((tuple bt s5 k5) (infer b env s4 k4)))
     (tuple at (unify at bt s5) k5))))

(defun walk
  (((= (tuple 't _) v) s) (case (maps:find v s) ((tuple 'ok t) (walk t s)) ('error v)))
  ((t _) t))

(defun unify (a b s) (unify-walked (walk a s) (walk b s) s))
(defun unify-walked
  ((a a s) s)
  (((= (tuple 't _) v) t s) (if (occurs? v t s) (throw 'infinite) (map-set s v t)))
  ((t (= (tuple 't _) v) s) (unify-walked v t s))
  (((tuple '-> a b) (tuple '-> c d) s) (unify b d (unify a c s)))
  ((a b _) (throw (tuple 'mismatch a b))))

(defun occurs? (v t s)
  (case (walk t s)
    (u (when (=:= u v)) 'true)
    ((tuple '-> a b) (orelse (occurs? v a s) (occurs? v b s)))
    (_ 'false)))

(defun full (t s)
  (case (walk t s)
    ((tuple '-> a b) (list (full a s) '-> (full b s)))
    ((tuple 't n) (list_to_atom (list (+ #\a n))))
    (u u)))

(defun type-of (e)
  (try (let (((tuple t s _) (infer e '(#(inc #(-> int int)) #(zero #(-> int bool))) #M() 0))) (full t s))
    (catch ((tuple 'throw why _) why))))

(defun main ()
  (lists:foreach (lambda (e) (io:format "~p~n" (list (type-of e))))
    '(5 #(fn x #(var x)) #(call #(var inc) 3) #(call #(var inc) true) #(fn f #(fn x #(call #(var f) #(call #(var f) #(var x)))))
      #(if #(call #(var zero) 1) 2 true) #(var y) #(fn x #(call #(var x) #(var x))) #(fn x #(if #(var x) 1 2)))))
