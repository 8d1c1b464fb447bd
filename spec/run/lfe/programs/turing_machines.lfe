;; Turing machines as data run on a tape of two lists; brainf programs run on an array.
(defmodule turing_machines
  (export (main 0)))

(defun turing (rules state tape) (turing rules state () tape 0))
(defun turing
  ((_ 'halt left right n) (tuple n (++ (lists:reverse left) right)))
  ((_ state _ _ 1000) (tuple 'too-long state))
  ((rules state left () n) (turing rules state left '(_) n))
  ((rules state left (cons c right) n)
   (case (lists:keyfind (tuple state c) 1 rules)
     ((tuple _ next write 'right) (turing rules next (cons write left) right (+ n 1)))
     ((tuple _ next write 'left)
      (case left
        (() (turing rules next () (list '_ write) (+ n 1)))
        ((cons l ls) (turing rules next ls (list* l write right) (+ n 1)))))
     ('false (tuple 'stuck state c)))))

(defun increment ()
  '(#(#(find 0) find 0 right) #(#(find 1) find 1 right) #(#(find _) add _ left)
    #(#(add 0) halt 1 right) #(#(add 1) add 0 left) #(#(add _) halt 1 right)))

(defun bf (program) (bf (list_to_tuple program) 1 (array:new '(#(default 0))) 0 ()))
(defun bf
  ((program pc _ _ out) (when (> pc (tuple_size program))) (lists:reverse out))
  ((program pc cells at out)
   (let ((cell (array:get at cells)))
     (case (tref program pc)
       (#\> (bf program (+ pc 1) cells (+ at 1) out))
       (#\< (bf program (+ pc 1) cells (- at 1) out))
       (#\+ (bf program (+ pc 1) (array:set at (band (+ cell 1) 255) cells) at out))
       (#\- (bf program (+ pc 1) (array:set at (band (- cell 1) 255) cells) at out))
       (#\. (bf program (+ pc 1) cells at (cons cell out)))
       (#\[ (bf program (if (== cell 0) (match program pc 1 0) (+ pc 1)) cells at out))
       (#\] (bf program (if (== cell 0) (+ pc 1) (match program pc -1 0)) cells at out))
       (_ (bf program (+ pc 1) cells at out))))))

(defun match (program pc way depth)
  (let ((d (+ depth (case (tref program pc) (#\[ 1) (#\] -1) (_ 0)))))
    (if (== d 0) (+ pc 1) (match program (+ pc way) way d))))

(defun main ()
  (lists:foreach (lambda (t) (io:format "~w~n" (list (turing (increment) 'find t)))) '((1 0 1) (1 1 1) (0) ()))
  (io:format "~w~n" (list (turing '(#(#(a _) b x right) #(#(b _) a y left) #(#(a x) a x right)) 'a '(_))))
  (io:format "~w~n" (list (turing '(#(#(s 1) s 1 right)) 's '(1 1 2))))
  (io:format "~s~n" (list (bf "++++++++[>++++++++<-]>+.+.+.<+++[>++<-]>."))))
