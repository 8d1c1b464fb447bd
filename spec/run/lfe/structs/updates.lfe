;; Fields of the module's own struct: defaults, nil, updates, guards, map functions on structs.
(defmodule updates
  (export (main 0)))

(defstruct name (age 0) (tags (list 'a (+ 1 1))))

(defun older (s) (struct-update s updates age (+ 1 (struct-field s updates age))))

(defun adult?
  ((s) (when (is-struct s updates) (>= (struct-field s updates age) 18)) 'true)
  ((_) 'false))

(defun main ()
  (let* ((ann (struct updates name "Ann" age 17)) (older (older ann)))
    (p ann)
    (p (struct updates))
    (p (list (adult? ann) (adult? older) (adult? 'x)))
    (p (maps:get '__struct__ ann))
    (p (map-set ann 'age 50))
    (p (case older ((struct updates name n age 18) n)))
    (p (case ann ((map '__struct__ m 'name n) (list m n))))
    (p (lists:sort (updates:__info__ 'struct)))
    (p (try (struct-field #M(name 1) updates name) (catch (`#(error ,r ,_) r))))
    (p (try (struct-update (list 1) updates name "x") (catch (`#(error ,r ,_) r))))))

(defun p (term) (io:format "~p~n" (list term)))
