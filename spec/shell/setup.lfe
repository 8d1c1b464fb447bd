;; Forms for the shell.
(set base 7)
(defun above (n) (+ base n))
(above 1)
