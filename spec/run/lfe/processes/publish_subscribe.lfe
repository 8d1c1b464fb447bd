;; A hub of subscribers by topic, which forgets those that end, and delivers in order.
(defmodule publish_subscribe
  (export (main 0)))

(defun hub (subs)
  (receive
    ((tuple 'subscribe pid topic) (monitor 'process pid) (! pid 'subscribed) (hub (cons (tuple topic pid) subs)))
    ((tuple 'publish topic m)
     (lists:foreach (match-lambda (((tuple t pid)) (when (=:= t topic)) (! pid (tuple topic m))) ((_) 'ok)) (lists:reverse subs))
     (hub subs))
    ((tuple 'DOWN _ 'process pid _) (hub (lc ((<- (= s (tuple _ q)) subs) (=/= q pid)) s)))
    ((tuple 'count from) (! from (length subs)) (hub subs))))

(defun subscriber (hub name topics report)
  (lists:foreach (lambda (t) (! hub (tuple 'subscribe (self) t)) (receive ('subscribed 'ok))) topics)
  (! report 'ready)
  (listen name report))

(defun listen (name report)
  (receive
    ((tuple _ 'bye) (! report (tuple name 'left)))
    ((tuple topic m) (! report (tuple name topic m)) (listen name report))))

(defun settle (hub n)
  (! hub (tuple 'count (self)))
  (receive (k (when (is_integer k)) (if (== k n) 'ok (settle hub n)))))

(defun main ()
  (let ((hub (spawn (lambda () (hub ())))) (me (self)))
    (lists:foreach (lambda (s) (spawn (lambda () (subscriber hub (car s) (cdr s) me))) (receive ('ready 'ok)))
                   '((ann news sport) (bob news) (cy sport)))
    (settle hub 4)
    (! hub #(publish news "one"))
    (! hub #(publish sport "two"))
    (! hub #(publish none "three"))
    (p (lists:sort (lc ((<- _ '(1 2 3 4))) (receive (m m)))))
    (! hub #(publish sport bye))
    (p (lists:sort (lc ((<- _ '(1 2))) (receive (m m)))))
    (settle hub 1)
    (! hub #(publish news "four"))
    (p (receive (m m)))
    (p (receive (m m) (after 10 'quiet)))))

(defun p (term) (io:format "~p~n" (list term)))
