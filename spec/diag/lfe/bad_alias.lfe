(defmodule bad_alias (export (f 1)))
(defun f (x) (case x ((= (binary a) (binary b)) (list a b))))
