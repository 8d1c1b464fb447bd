;; Exercises: bowling, leap years, anagrams, run lengths, brackets, change, scores of cards.
(defmodule kata_collection
  (export (main 0)))

(defun bowling (rolls) (bowling rolls 1 0))
(defun bowling
  ((_ 11 score) score)
  (((list* 10 (= (list* a b _) rest)) frame score) (bowling rest (+ frame 1) (+ score 10 a b)))
  (((list* a b (= (list* c _) rest)) frame score) (when (== 10 (+ a b))) (bowling rest (+ frame 1) (+ score 10 c)))
  (((list* a b rest) frame score) (bowling rest (+ frame 1) (+ score a b))))

(defun leap? (y) (andalso (== 0 (rem y 4)) (orelse (/= 0 (rem y 100)) (== 0 (rem y 400)))))

(defun anagrams (words)
  (let ((groups (lists:foldl (lambda (w m) (maps:update_with (lists:sort w) (lambda (l) (cons w l)) (list w) m)) #M() words)))
    (lists:sort (lc ((<- g (maps:values groups)) (> (length g) 1)) (lists:sort g)))))

(defun balanced? (s) (balanced? s ()))
(defun balanced?
  ((() ()) 'true)
  ((() _) 'false)
  (((cons c s) stack) (when (orelse (== c #\() (== c #\[) (== c #\{))) (balanced? s (cons c stack)))
  (((cons #\) s) (cons #\( stack)) (balanced? s stack))
  (((cons #\] s) (cons #\[ stack)) (balanced? s stack))
  (((cons #\} s) (cons #\{ stack)) (balanced? s stack))
  (((cons c _) _) (when (orelse (== c #\)) (== c #\]) (== c #\}))) 'false)
  (((cons _ s) stack) (balanced? s stack)))

(defun change
  ((0 _) 1)
  ((_ ()) 0)
  ((n _) (when (< n 0)) 0)
  ((n (= (cons c cs) all)) (+ (change (- n c) all) (change n cs))))

(defun hand (cards)
  (let* ((values (lists:sort (lc ((<- (tuple v _) cards)) v)))
         (same (lists:reverse (lists:sort (lc ((<- v (lists:usort values))) (length (lc ((<- w values) (== v w)) w))))))
         (flush (== 1 (length (lists:usort (lc ((<- (tuple _ s) cards)) s)))))
         (straight (andalso (== 5 (length same)) (== 4 (- (lists:last values) (hd values))))))
    (case (tuple same flush straight)
      ((tuple _ 'true 'true) 'straight-flush)
      (`#((4 . ,_) ,_ ,_) 'four)
      (`#((3 2) ,_ ,_) 'full-house)
      ((tuple _ 'true _) 'flush)
      ((tuple _ _ 'true) 'straight)
      (`#((3 . ,_) ,_ ,_) 'three)
      (`#((2 2 . ,_) ,_ ,_) 'two-pairs)
      (`#((2 . ,_) ,_ ,_) 'pair)
      (_ 'nothing))))

(defun main ()
  (p (lists:map #'bowling/1 (list (lists:duplicate 12 10) (lists:duplicate 20 3) (lists:duplicate 21 5) '(10 3 6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0))))
  (p (lists:map #'leap?/1 '(1900 2000 2023 2024)))
  (p (anagrams '("listen" "silent" "google" "enlist" "elgoog" "lisp")))
  (p (lists:map #'balanced?/1 '("([]{})" "(]" "((" "a(b[c]d)e" "" "}")))
  (p (list (change 100 '(50 25 10 5 1)) (change 5 '(2))))
  (p (lists:map #'hand/1 '((#(2 h) #(3 h) #(4 h) #(5 h) #(6 h)) (#(2 h) #(2 s) #(2 c) #(2 d) #(6 h)) (#(2 h) #(2 s) #(6 c) #(6 d) #(6 h))
                           (#(2 h) #(9 h) #(4 h) #(5 h) #(6 h)) (#(2 h) #(3 s) #(4 h) #(5 h) #(6 h)) (#(2 h) #(2 s) #(4 h) #(4 d) #(6 h)) (#(2 h) #(9 s) #(4 h) #(12 d) #(6 h))))))

(defun p (term) (io:format "~w~n" (list term)))
