;; Arithmetic expressions: tokens, a parser by precedence, a tree, its value, its text, errors.
(defmodule tokenizer_and_parser
  (export (main 0)))

(defun tokens
  ((()) ())
  (((cons c rest)) (when (>= c #\0) (=< c #\9)) (number rest (- c #\0)))
  (((cons #\  rest)) (tokens rest))
  (((cons c rest))
   (if (lists:member c "+-*/()^") (cons (list_to_atom (list c)) (tokens rest)) (throw (tuple 'bad-character c)))))

(defun number
  (((cons c rest) n) (when (>= c #\0) (=< c #\9)) (number rest (+ (* 10 n) (- c #\0))))
  ((rest n) (cons n (tokens rest))))

(defun level (('+) 1) (('-) 1) (('*) 2) (('/) 2) (('^) 3) ((_) 0))

(defun parse (toks)
  (case (expression toks 1)
    ((tuple tree ()) tree)
    ((tuple _ (cons t _)) (throw (tuple 'unexpected t)))))

(defun expression (toks least)
  (let (((tuple left rest) (primary toks))) (operators left rest least)))

(defun operators
  ((left (= (cons op rest) all) least)
   (let ((l (level op)))
     (cond
       ((andalso (> l 0) (>= l least))
        (let (((tuple right rest2) (expression rest (if (== op '^) l (+ l 1)))))
          (operators (tuple op left right) rest2 least)))
       (else (tuple left all)))))
  ((left () _) (tuple left ())))

(defun primary
  (((cons n rest)) (when (is_integer n)) (tuple n rest))
  (((cons '- rest)) (let (((tuple e r) (primary rest))) (tuple (tuple 'neg e) r)))
  (((cons '|(| rest))
   (case (expression rest 1)
     ((tuple e (cons '|)| more)) (tuple e more))
     (_ (throw 'missing-bracket))))
  ((()) (throw 'end))
  (((cons t _)) (throw (tuple 'unexpected t))))

(defun value
  ((n) (when (is_integer n)) n)
  (((tuple 'neg e)) (- (value e)))
  (((tuple '^ a b)) (trunc (math:pow (value a) (value b))))
  (((tuple '/ a b)) (div (value a) (value b)))
  (((tuple op a b)) (call 'erlang op (value a) (value b))))

(defun main ()
  (lists:foreach
    (lambda (s)
      (io:format "~s => ~p~n"
                 (list s (try (let ((tree (parse (tokens s)))) (tuple tree (value tree)))
                           (catch ((tuple class why _) (tuple class why)))))))
    '("1 + 2 * 3" "(1+2)*3" "2^3^2" "10-4-3" "-(2+3)*2" "7/0" "1 +" "2 3" "(1" "a")))
