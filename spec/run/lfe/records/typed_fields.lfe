;; Records with types and defaults of all shapes, size and places of fields, positions in tables.
(defmodule typed_fields
  (export (main 0)))

(defrecord config
  (name "default" (string))
  (port 8080 (UNION (integer) 'none))
  (hosts () (list (tuple (string) (integer))))
  (limits #M(max 10) (map))
  (handler (lambda (x) (list x x)))
  flags)

(defmacro port-range () ''(1 65535))

(defun valid?
  (((match-config port p)) (when (is_integer p) (>= p 1) (=< p 65535)) 'true)
  (((match-config port 'none flags 'offline)) 'true)
  (((match-config)) 'false)
  ((_) 'not-a-config))

(defun main ()
  (let ((c (make-config)))
    (p (list (config-name c) (config-port c) (config-hosts c) (config-limits c) (funcall (config-handler c) 1) (config-flags c)))
    (p (lists:map #'valid?/1 (list c (set-config c port 0) (set-config c port 'none flags 'offline) (set-config-port c 'none) 5)))
    (p (list (size-config) (config-name) (config-flags) (tuple_size c) (fields-config) (port-range)))
    (p (lists:keyfind "b" (config-name) (list c (set-config-name c "b") (set-config-name c "b"))) ))
  (p (lc ((<- (match-config port p) (list (make-config port 1) 'no (make-config port 2)))) p)))

(defun p (term)
  (io:format "~p~n" (list (if (is_tuple term) (setelement (config-handler) term 'handler) term))))
