(defmodule unknown (export (main 0) (gone 3)))
(defun main () (defun x 1) (let ((a)) a) (case 1) (undefined-fn 1))
(foo bar)
(defun g () (if))
