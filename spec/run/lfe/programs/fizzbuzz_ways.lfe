;; FizzBuzz by guards, by cond, by a match on a tuple, by macros: all the same.
(defmodule fizzbuzz_ways
  (export (main 0)))

(defun by-guards
  ((n) (when (== 0 (rem n 15))) "FizzBuzz")
  ((n) (when (== 0 (rem n 5))) "Buzz")
  ((n) (when (== 0 (rem n 3))) "Fizz")
  ((n) (integer_to_list n)))

(defun by-cond (n)
  (cond ((== 0 (rem n 15)) "FizzBuzz")
        ((== 0 (rem n 5)) "Buzz")
        ((== 0 (rem n 3)) "Fizz")
        ('true (integer_to_list n))))

(defun by-tuple (n)
  (case (tuple (rem n 3) (rem n 5))
    (#(0 0) "FizzBuzz")
    (`#(0 ,_) "Fizz")
    ((tuple _ 0) "Buzz")
    (_ (integer_to_list n))))

(defmacro rules
  ((cons n pairs)
   `(case (++ ,@(lc ((<- (list d s) pairs)) `(if (== 0 (rem ,n ,d)) ,s "")))
      ("" (integer_to_list ,n))
      (s s))))

(defun by-macro (n) (rules n (3 "Fizz") (5 "Buzz")))

(defun main ()
  (let ((ways (lc ((<- f (list #'by-guards/1 #'by-cond/1 #'by-tuple/1 #'by-macro/1)))
                (lists:map f (lists:seq 1 30)))))
    (io:format "~s~n" (list (string:join (car ways) " ")))
    (io:format "~p~n" (list (length (lists:usort ways))))))
