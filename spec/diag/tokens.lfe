(defmodule tokens (export (main 0)))
(defun main () (list #q #\x110000; "\xzz;"))
(defun b () #2r102)
