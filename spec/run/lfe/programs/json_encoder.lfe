;; JSON written and read: escapes, nested lists and maps, numbers, errors with their places.
(defmodule json_encoder
  (export (main 0)))

(defun encode
  (('true) "true") (('false) "false") (('null) "null")
  ((n) (when (is_integer n)) (integer_to_list n))
  ((f) (when (is_float f)) (io_lib:format "~p" (list f)))
  ((b) (when (is_binary b)) (list #\" (lc ((<- c (unicode:characters_to_list b))) (escape c)) #\"))
  ((a) (when (is_atom a)) (encode (atom_to_binary a)))
  ((l) (when (is_list l)) (list "[" (lists:join "," (lists:map #'encode/1 l)) "]"))
  ((m) (when (is_map m))
   (list "{" (lists:join "," (lc ((<- (tuple k v) (lists:sort (maps:to_list m)))) (list (encode k) ":" (encode v)))) "}")))

(defun escape
  ((#\") "\\\"")
  ((#\\) "\\\\")
  ((#\n) "n")
  ((10) "\\n")
  ((c) (when (< c 32)) (io_lib:format "\\u~4.16.0b" (list c)))
  ((c) c))

(defun decode (text)
  (let (((tuple v rest) (value (skip text))))
    (case (skip rest) (() v) (more (throw (tuple 'left-over more))))))

(defun skip
  (((cons c rest)) (when (=< c 32)) (skip rest))
  ((s) s))

(defun value
  (((++ "true" r)) (tuple 'true r))
  (((++ "false" r)) (tuple 'false r))
  (((++ "null" r)) (tuple 'null r))
  (((cons #\" r)) (text r ()))
  (((cons #\[ r)) (elements (skip r) ()))
  (((cons #\{ r)) (members (skip r) #M()))
  (((= (cons c _) s)) (when (orelse (== c #\-) (andalso (>= c #\0) (=< c #\9)))) (number s ()))
  ((s) (throw (tuple 'bad s))))

(defun text
  (((list* #\\ #\n r) acc) (text r (cons 10 acc)))
  (((list* #\\ c r) acc) (text r (cons c acc)))
  (((cons #\" r) acc) (tuple (list_to_binary (lists:reverse acc)) r))
  (((cons c r) acc) (text r (cons c acc)))
  ((() _) (throw 'text-does-not-end)))

(defun number
  (((cons c r) acc) (when (orelse (== c #\-) (== c #\.) (andalso (>= c #\0) (=< c #\9)))) (number r (cons c acc)))
  ((r acc)
   (let ((s (lists:reverse acc)))
     (tuple (if (lists:member #\. s) (list_to_float s) (list_to_integer s)) r))))

(defun elements
  (((cons #\] r) acc) (tuple (lists:reverse acc) r))
  ((s acc)
   (let (((tuple v r) (value s)))
     (case (skip r)
       ((cons #\, more) (elements (skip more) (cons v acc)))
       ((= (cons #\] _) more) (elements more (cons v acc)))
       (more (throw (tuple 'expected-comma more)))))))

(defun members
  (((cons #\} r) m) (tuple m r))
  ((s m)
   (let* (((tuple k r) (value s)) ((cons #\: r2) (skip r)) ((tuple v r3) (value (skip r2))) (m2 (map-set m k v)))
     (case (skip r3)
       ((cons #\, more) (members (skip more) m2))
       (more (members more m2))))))

(defun main ()
  (let ((term (list 1 -2.5 'true 'null #"a\"b\\c\nd" #M(#"k" (1 (2 ())) x #M()))))
    (io:format "~s~n" (list (encode term)))
    (io:format "~p~n" (list (decode (lists:flatten (encode term))))))
  (lists:foreach
    (lambda (s) (io:format "~p~n" (list (try (decode s) (catch ((tuple class r _) (tuple class r)))))))
    '("[1, 2 ,{\"a\" : [ ] } ]" "[1 2]" "\"abc" "nul" "12 x" "{}" "-7")))
