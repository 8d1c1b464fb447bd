;; The application: what happens when it starts and stops.
(defmodule NAME-app
  (behaviour application)
  (export (start 2) (stop 1)))

(defun start (_type _arguments)
  (let ((result (NAME-sup:start_link)))
    (io:format "NAME has started~n")
    result))

(defun stop (_state) 'ok)
