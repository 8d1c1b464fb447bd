;; Words in a trie of maps, found by prefix; a cache that forgets what was not used for long.
(defmodule trie_and_cache
  (export (main 0)))

(defun add
  ((() t) (map-set t 'end 'true))
  (((cons c cs) t) (map-set t c (add cs (maps:get c t #M())))))

(defun below
  ((() t) t)
  (((cons c cs) t) (case t ((map)  (case (maps:find c t) ((tuple 'ok sub) (below cs sub)) ('error #M()))))))

(defun words (t prefix)
  (++ (if (maps:is_key 'end t) (list prefix) ())
      (lists:append (lc ((<- (tuple c sub) (lists:sort (maps:to_list t))) (is_integer c)) (words sub (++ prefix (list c)))))))

(defun complete (prefix t) (words (below prefix t) prefix))

(defrecord cache (size 2) (items ()))

(defun fetch (k f c)
  (case (lists:keytake k 1 (cache-items c))
    ((tuple 'value (= item (tuple _ v)) rest) (tuple 'hit v (set-cache-items c (cons item rest))))
    ('false
     (let ((v (funcall f k)))
       (tuple 'miss v (set-cache-items c (lists:sublist (cons (tuple k v) (cache-items c)) (cache-size c))))))))

(defun main ()
  (let ((t (lists:foldl #'add/2 #M() '("car" "cart" "care" "dog" "do" "cat"))))
    (lists:foreach (lambda (s) (io:format "~p ~p~n" (list s (complete s t)))) '("car" "do" "x" "")))
  (lists:foldl
    (lambda (k c)
      (let (((tuple what v c2) (fetch k (lambda (n) (* n n)) c)))
        (io:format "~p ~p ~p~n" (list k what v))
        c2))
    (make-cache)
    '(1 2 1 3 2 1)))
