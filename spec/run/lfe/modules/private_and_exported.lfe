;; What of a module can be called from another, what its information says, what a missing export gives.
(defmodule shapes
  "Shapes."
  (export (area 1) (make 2))
  (export (scale 2)))

(defun make (w h) (tuple 'rectangle w h))
(defun area (((tuple _ w h)) (secret (* w h))))
(defun scale (((tuple t w h) n) (tuple t (* n w) (* n h))))
(defun secret (x) (+ x 0))

(defmodule private_and_exported
  (export (main 0)))

(defun main ()
  (p (shapes:area (shapes:scale (shapes:make 2 3) 2)))
  (p (reason (lambda () (shapes:secret 1))))
  (p (reason (lambda () (shapes:make 1))))
  (p (lists:sort (lists:filter (lambda (e) (lists:member (tref e 1) '(area make scale secret main))) (shapes:module_info 'exports))))
  (p (lists:filter (lambda (e) (lists:member (tref e 1) '(area make scale secret main))) (shapes:__info__ 'functions)))
  (p (erlang:function_exported 'shapes 'make 2))
  (p (erlang:function_exported 'shapes 'secret 1))
  (p (list (shapes:module_info 'module) (shapes:__info__ 'module))))

(defun reason (f)
  (try (funcall f) (catch ((tuple c r _) (tuple c r)))))

(defun p (term) (io:format "~p~n" (list term)))
