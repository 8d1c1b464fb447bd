;; A table in the source becomes functions, clauses, records, exports and a test of them all.
(defmodule definitions_from_data
  (export (main 0)))

(defmacro define-units
  (clauses
   (let ((names (lists:map #'hd/1 clauses)))
     `(progn
        (defun units () ',names)
        (defun in-metres
          ,@(lists:map (match-lambda (((list name factor)) `(((tuple ',name n)) (* n ,factor)))) clauses)
          ((_) 'unknown))
        ,@(lists:map (match-lambda
                       (((list name factor))
                        `(defun ,name (n) (tuple ',name n))))
                     clauses)))))

(define-units (metre 1) (inch 0.0254) (mile 1609.344))

(defmacro define-machine
  ((cons name states)
   `(progn
      (defrecord ,name ,@(lists:map #'hd/1 states))
      (defun ,(list_to_atom (++ (atom_to_list name) "-next"))
        ,@(lc ((<- (list from '-> to) (lists:map (match-lambda (((list a b)) (list a '-> b))) states)))
            `((',from) ',to))))))

(define-machine light (green yellow) (yellow red) (red green))

(defun main ()
  (p (units))
  (p (lists:map #'in-metres/1 (list (metre 3) (inch 10) (mile 2) (tuple 'ell 1))))
  (p (light-next (light-next 'green)))
  (p (make-light green 1 red 3))
  (p (fields-light)))

(defun p (term) (io:format "~p~n" (list term)))
