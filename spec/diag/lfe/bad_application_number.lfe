(defmodule bad_application_number (export (f 1)))
(defun f (x) (-1 x))
