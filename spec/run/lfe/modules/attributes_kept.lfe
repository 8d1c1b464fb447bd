;; Attributes with one value, several, none; repeated ones; those of extend-module.
(defmodule attributes_kept
  (export (main 0))
  (author "A" "B")
  (purpose tests)
  (purpose more)
  (vsn "1.2.3")
  (data #(a 1) (b c))
  (behaviour nothing))

(extend-module () ((extra 1 2) (export (other 0))))

(defun other () 'other)

(defun main ()
  (let ((attributes (attributes_kept:module_info 'attributes)))
    (lists:foreach
      (lambda (name) (io:format "~p ~p~n" (list name (proplists:get_all_values name attributes))))
      '(author purpose vsn data behaviour extra missing)))
  (io:format "~p~n" (list (attributes_kept:other))))
