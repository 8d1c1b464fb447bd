;; A counter: a process that other processes ask for the next number.
(defmodule NAME
  (behaviour gen_server)
  (export (start_link 0) (next 0))
  (export (init 1) (handle_call 3) (handle_cast 2) (handle_info 2)))

(defun start_link ()
  (gen_server:start_link `#(local ,(MODULE)) (MODULE) () ()))

(defun next ()
  (gen_server:call (MODULE) 'next))

(defun init (_)
  (let (((tuple 'ok first) (application:get_env 'NAME 'first)))
    (tuple 'ok first)))

(defun handle_call
  (('next _from number) (tuple 'reply number (+ number 1))))

(defun handle_cast (_message number) (tuple 'noreply number))

(defun handle_info (_message number) (tuple 'noreply number))
