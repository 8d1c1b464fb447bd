;; Headers of Erlang's applications: their records and macros as LFE's.
(defmodule otp_headers
  (export (main 0)))

(include-lib "kernel/include/file.hrl")

(defun main ()
  (let ((info (make-file_info size 12 type 'regular)))
    (io:format "~p ~p~n" (list (file_info-size info) (is-file_info info)))
    (io:format "~p~n" (list (size-file_info)))
    (io:format "~p~n" (list (fields-file_info)))
    (let (((tuple 'ok found) (file:read_file_info ".")))
      (io:format "~p ~p~n" (list (file_info-type found) (file_info-access found))))))
