;; A stack machine whose state is a record of records.
(defmodule record_as_state
  (export (main 0)))

(defrecord machine (stack ()) (pc 1) (registers #M()) (out ()))

(defun step
  (((= (match-machine stack (list* a b rest)) m) 'add) (set-machine-stack m (cons (+ a b) rest)))
  (((= (match-machine stack (list* a b rest)) m) 'mul) (set-machine-stack m (cons (* a b) rest)))
  (((= (match-machine stack s) m) (tuple 'push n)) (set-machine m stack (cons n s)))
  (((= (match-machine stack (cons v rest) registers regs) m) (tuple 'store r))
   (set-machine m stack rest registers (map-set regs r v)))
  (((= (match-machine stack s registers regs) m) (tuple 'load r))
   (set-machine-stack m (cons (map-get regs r) s)))
  (((= (match-machine stack (cons v rest) out o) m) 'print) (set-machine m stack rest out (cons v o)))
  (((match-machine pc pc stack s) op) (error (tuple 'stuck pc op s))))

(defun run (program m)
  (cond
    ((> (machine-pc m) (length program)) m)
    (else (run program (let ((m (step m (lists:nth (machine-pc m) program))))
                         (set-machine-pc m (+ 1 (machine-pc m))))))))

(defun main ()
  (let ((m (run '(#(push 3) #(push 4) add #(store x) #(load x) #(load x) mul print #(load x) print) (make-machine))))
    (io:format "~p~n" (list (lists:reverse (machine-out m))))
    (io:format "~p~n" (list m)))
  (io:format "~p~n" (list (try (run '(#(push 1) add) (make-machine)) (catch (`#(error ,r ,_) r)))))
  (io:format "~p~n" (list (try (run '(#(load y)) (make-machine)) (catch (`#(error ,r ,_) r))))))
