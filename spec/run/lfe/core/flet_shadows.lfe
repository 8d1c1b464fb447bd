;; A local function hides a function of the module.
(defmodule flet_shadows
  (export (main 0)))

(defun f () 'module)

(defun main ()
  (p (f))
  (p (flet ((f () 'local)) (f)))
  (p (flet ((f (x) (tuple 'one x))) (list (f) (f 1)))))

(defun p (term)
  (io:format "~p~n" (list term)))
