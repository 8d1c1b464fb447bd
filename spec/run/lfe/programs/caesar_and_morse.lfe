;; Ciphers: Caesar by comprehension, Morse by a table made by a macro, and back.
(defmodule caesar_and_morse
  (export (main 0)))

(defun caesar (s k)
  (lc ((<- c s))
    (cond ((andalso (>= c #\a) (=< c #\z)) (+ #\a (rem (+ (- c #\a) k 26) 26)))
          ((andalso (>= c #\A) (=< c #\Z)) (+ #\A (rem (+ (- c #\A) k 26) 26)))
          (else c))))

(defmacro define-code
  ((list* to from pairs)
   `(progn
      (defun ,to ,@(lc ((<- (list c code) pairs)) `((,c) ,code)) ((_) "?"))
      (defun ,from ,@(lc ((<- (list c code) pairs)) `((,code) ,c)) ((_) #\?)))))

(define-code to-morse from-morse
  (#\e ".") (#\t "-") (#\a ".-") (#\n "-.") (#\s "...") (#\o "---") (#\l ".-..") (#\f "..-."))

(defun main ()
  (let ((secret (caesar "Lisp Flavoured Erlang" 3)))
    (io:format "~s ~s~n" (list secret (caesar secret -3))))
  (let ((coded (string:join (lists:map #'to-morse/1 "seafoal") " ")))
    (io:format "~s ~s~n" (list coded (lists:map #'from-morse/1 (string:tokens coded " ")))))
  (io:format "~p ~p~n" (list (to-morse #\q) (from-morse "------"))))
