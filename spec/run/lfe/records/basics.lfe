;; The macros that a record makes.
(defmodule basics
  (export (main 0)))

(defrecord person name (age 18) (tags '()))

(defun main ()
  (let ((p1 (make-person name "Ada")))
    (p p1)
    (p (person-name p1))
    (p (person-age p1))
    (p (set-person-age p1 36))
    (p (update-person-age p1 37))
    (p (set-person p1 age 1 tags '(x)))
    (p (update-person p1 name 'bob))
    (p (is-person p1))
    (p (is-person #(person 1)))
    (p (is-person 'x)))
  (p (make-person))
  (p (fields-person))
  (p (size-person))
  (p (list (person-name) (person-age) (person-tags)))
  (p (lists:keyfind "Ada" (person-name) (list (make-person name "Ada")))))

(defun p (term)
  (io:format "~p~n" (list term)))
