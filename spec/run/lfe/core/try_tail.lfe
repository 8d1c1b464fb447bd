;; try does not grow the stack where its result is used in a loop; after runs once per turn, inside out.
(defmodule try_tail
  (export (main 0)))

(defun loop
  ((0 sum) sum)
  ((n sum)
   (loop (- n 1)
         (+ sum (try (if (== 0 (rem n 3)) (throw n) 1)
                  (catch ((tuple 'throw v _) (* 2 (rem v 5)))))))))

(defun unwind
  ((0) (throw 'bottom))
  ((n) (try (unwind (- n 1)) (after (put 'unwound (+ 1 (get 'unwound)))))))

(defun rethrow
  ((0) (error 'deep))
  ((n) (try (rethrow (- n 1))
         (catch ((tuple 'error r _) (error (list n r)))))))

(defun main ()
  (io:format "~p~n" (list (loop 3000 0)))
  (put 'unwound 0)
  (io:format "~p ~p~n" (list (catch (unwind 500)) (get 'unwound)))
  (io:format "~p~n" (list (try (rethrow 3) (catch ((tuple _ r _) r))))))
