;; Attributes of a module.
(defmodule attributes
  "What it is for."
  (export (main 0))
  (behaviour something)
  (author "somebody")
  (version 1 2)
  (vsn "v7"))

(defun main ()
  (let ((as (attributes:module_info 'attributes)))
    (p (proplists:get_value 'author as))
    (p (proplists:get_value 'version as))
    (p (proplists:get_value 'vsn as))
    (p (proplists:get_value 'behaviour as))))

(defun p (term)
  (io:format "~p~n" (list term)))
