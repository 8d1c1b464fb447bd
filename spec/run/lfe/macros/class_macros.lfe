;; An object system by macros: classes with slots, methods, inheritance of methods, messages to processes.
(defmodule class_macros
  (export (main 0)))

(defmacro defclass
  ((list name parent slots)
   (let ((maker (list_to_atom (++ "new-" (atom_to_list name)))))
     `(progn
        (defun ,maker ,slots (map 'class ',name 'slots (map ,@(lists:append (lc ((<- s slots)) (list (list 'quote s) s))))))
        (defclass-parent ,name ,parent)))))

(defmacro defclass-parent
  ((list name parent) `(defun ,(list_to_atom (++ "parent-of-" (atom_to_list name))) () ',parent)))

(defmacro send
  ((list* object message args)
   `(dispatch (map-get ,object 'class) ',message ,object (list ,@args))))

(defmacro slot ((list object name) `(map-get (map-get ,object 'slots) ',name)))

(defclass animal none (name))
(defclass dog animal (name breed))

(defun method
  (('animal 'name self ()) (slot self name))
  (('animal 'describe self (list prefix)) (++ prefix (send self name) " the " (atom_to_list (map-get self 'class))))
  (('dog 'describe self (list prefix)) (++ "dog: " (method 'animal 'describe self (list prefix)) " of breed " (slot self breed)))
  ((_ _ _ _) 'not-understood))

(defun parent (('dog) (parent-of-dog)) (('animal) (parent-of-animal)))

(defun dispatch
  (('none message _ _) (tuple 'not-understood message))
  ((class message self args)
   (case (method class message self args)
     ('not-understood (dispatch (parent class) message self args))
     (value value))))

(defun main ()
  (let ((a (new-animal "Tom")) (d (new-dog "Rex" "collie")))
    (lists:foreach (lambda (x) (io:format "~p~n" (list x)))
      (list (send a describe "a: ") (send d describe "d: ") (send d name) (send d fly)))))
