;; Threading macros of clj.
(defmodule clj_threading
  (export (main 0)))

(include-lib "lfe/include/clj.lfe")

(defun main ()
  (p (-> 2 (+ 2) (* 2)))
  (p (->> (lists:seq 1 3) (lists:map (lambda (x) (* x x)))))
  (p (as-> 5 x (+ x 1) (* x 2)))
  (p (-> '(#(a 1)) (++ '(#(b 2))) (++ '(#(c 3)))))
  (p (->> '(#(a 1)) (++ '(#(b 2))) (++ '(#(c 3)))))
  (p (cond-> 1 'true (+ 1) 'false (* 10)))
  (p (cond->> '(1 2) 'true (lists:map (lambda (x) (+ x 1)))))
  (p (some-> 1 (+ 1) (* 2)))
  (p (some-> 'undefined (+ 1)))
  (p (some->> '(1 2) (lists:map (lambda (x) (+ x 1))))))

(defun p (term)
  (io:format "~p~n" (list term)))
