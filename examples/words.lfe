;; How often words are in a text: a program for the terminal, natively and under WASI.
;;
;;   lfec build --target wasm words.lfe && wasmtime words.wasm 5 < TEXT
;;
;; prints the five most frequent words. A process counts for each line; one adds up.
(defmodule words
  (export (main 1)))

(defun main
  (('()) (main '("10")))
  ((`(,most)) (let ((total (add-up (start-counting 0) #M())))
                (lists:foreach #'print/1 (lists:sublist (sorted total) (list_to_integer most))))))

;; How many processes count.
(defun start-counting (started)
  (case (io:get_line "")
    ('eof started)
    (line (let ((parent (self)))
            (spawn_link (lambda () (! parent `#(counted ,(count line)))))
            (start-counting (+ started 1))))))

(defun count (line)
  (lists:foldl (lambda (word counts) (maps:update_with word (lambda (n) (+ n 1)) 1 counts))
               #M()
               (string:lexemes (string:lowercase line) " .,;:!?()\"\n")))

(defun add-up
  ((0 total) total)
  ((left total)
   (receive
     (`#(counted ,counts)
      (add-up (- left 1) (maps:merge_with (lambda (_ a b) (+ a b)) total counts))))))

(defun sorted (total)
  (lists:sort (lambda (a b) (=< `#(,(- (element 2 a)) ,(element 1 a))
                                `#(,(- (element 2 b)) ,(element 1 b))))
              (maps:to_list total)))

(defun print
  ((`#(,word ,count)) (io:format "~5w ~ts~n" (list count word))))
