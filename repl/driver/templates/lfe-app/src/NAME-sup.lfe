;; The supervisor at the top.
(defmodule NAME-sup
  (behaviour supervisor)
  (export (start_link 0) (init 1)))

(defun start_link ()
  (supervisor:start_link `#(local ,(MODULE)) (MODULE) ()))

(defun init (_)
  (let ((flags (map 'strategy 'one_for_one 'intensity 3 'period 10))
        (counter (map 'id 'counter 'start #(NAME start_link ()))))
    (tuple 'ok (tuple flags (list counter)))))
