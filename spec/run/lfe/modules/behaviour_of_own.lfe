;; A behaviour defined in the file: callbacks called by name, optional ones asked for.
(defmodule animal
  (export (describe 1) (behaviour_info 1)))

(defun behaviour_info
  (('callbacks) '(#(name 0) #(sound 0)))
  ((_) 'undefined))

(defun describe (module)
  (++ (call module 'name) " says " (call module 'sound)
      (if (erlang:function_exported module 'trick 1) (++ " and does " (call module 'trick "rolls")) "")))

(defmodule dog
  (behaviour animal)
  (export (name 0) (sound 0) (trick 1)))

(defun name () "Rex")
(defun sound () "woof")
(defun trick (x) x)

(defmodule cat
  (behaviour animal)
  (export all))

(defun name () "Tom")
(defun sound () "meow")

(defmodule behaviour_of_own
  (export (main 0)))

(defun main ()
  (lists:foreach (lambda (m) (io:format "~s~n" (list (animal:describe m)))) '(dog cat))
  (io:format "~p~n" (list (animal:behaviour_info 'callbacks)))
  (io:format "~p~n" (list (proplists:get_value 'behaviour (dog:module_info 'attributes)))))
