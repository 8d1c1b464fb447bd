;; Forms of a file read back: with and without lines, and errors of files that are not there or wrong.
;; not-on: beam, wasm
;; (no library of LFE on the BEAM; the folder may not be there in a WASI host)
(defmodule file_forms
  (export (main 0)))

(defun main ()
  (let ((name (filename:join (temporary) "lfec_file_forms.lfe")))
    (file:write_file name "(a b)\n;; comment\n#(c \"d\")\n\n  '(e\n f)\n")
    (show (lfe_io:read_file name))
    (show (lfe_io:parse_file name))
    (file:write_file name "(a\n(b ]")
    (show (tref (lfe_io:read_file name) 1))
    (file:delete name)
    (show (tref (lfe_io:parse_file name) 1))))

(defun temporary ()
  (case (os:getenv "TMPDIR") ('false "/tmp") (d d)))

(defun show (x) (lfe_io:format "~w~n" (list x)))
