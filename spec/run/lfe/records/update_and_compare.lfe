;; Records updated in steps, compared, sorted, kept in tables, and asked for the place of fields.
(defmodule update_and_compare
  (export (main 0)))

(defrecord item (name "none") (price 0) tags)

(defun main ()
  (let* ((a (make-item))
         (b (set-item a name "b" price 3))
         (c (set-item-price (update-item b tags '(x)) 9)))
    (p (list a b c))
    (p (list (item-name b) (item-price c) (item-tags a)))
    (p (list (item-name) (item-price) (item-tags) (size-item) (fields-item)))
    (p (lists:map #'item-names/1 (lists:keysort (item-price) (list c b a))))
    (p (list (== b (make-item price 3 name "b")) (is-item c) (is-item #(item 1)) (is-item 'item) (is-item #(other 1 2 3))))
    (p (update-item-name c (++ (item-name c) "!")))
    (p (case c ((match-item price n tags (cons t _)) (when (> n 5)) (list n t))))
    (p (reason (lambda () (item-name #(nothing)))))
    (p (reason (lambda () (set-item 'x name "n"))))))

(defun item-names (i) (item-name i))

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
