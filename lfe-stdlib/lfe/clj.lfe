;; Clojure's macros and sequence functions for LFE.
;;
;; Truth is Clojure's here: everything but false and undefined. A lazy sequence is a function without
;; arguments that returns (element . next), or () at its end.
(defmodule clj
  "Functions and macros in the manner of Clojure."
  (export (string? 1) (unicode? 1) (list? 1) (set? 1) (dict? 1) (proplist? 1) (proplist-kv? 1)
          (queue? 1) (empty? 1) (every? 2) (all? 2) (any? 2) (not-any? 2) (element? 2)
          (comp 0) (comp 1) (comp 2) (comp 3) (partial 2)
          (seq 1) (seq 2) (seq 3) (next 1) (next 2) (next 3) (cycle 1) (range 0) (range 1) (range 2)
          (lazy-seq 0) (lazy-seq 1)
          (drop 2) (take 2) (split-at 2) (partition 2) (partition 3) (partition 4)
          (partition-all 2) (partition-all 3) (interleave 2) (get-in 2) (get-in 3)
          (reduce 2) (reduce 3) (repeat 1) (repeat 2)
          (identity 1) (constantly 1) (inc 1) (dec 1) (fresh 1) (to-string 1) (conj-all 2)
          (arity-of 1) (thread-first 2) (thread-last 2) (condp-clauses 3))
  (export-macro defn defn- fn -> ->> as-> cond-> cond->> some-> some->> doto if-let iff-let if-let* condp
                if-not iff when-not not= tuple? atom? binary? bitstring? boolean? bool? float?
                function? func? integer? int? number? record? reference? map? undefined? undef?
                nil? true? false? falsy? odd? even? zero? pos? neg? identical? str conj))

;; Functions.

(defmacro defn
  ((cons name rest)
   `(progn (defun ,name ,@rest)
           (extend-module () ((export (,name ,(clj:arity-of rest))))))))

(defmacro defn- args `(defun ,@args))

(defmacro fn args `(lambda ,@args))

;; Threading.

(defmacro ->
  ((list x) x)
  ((cons x (cons form forms))
   `(: clj -> ,(clj:thread-first x form) ,@forms)))

(defmacro ->>
  ((list x) x)
  ((cons x (cons form forms))
   `(: clj ->> ,(clj:thread-last x form) ,@forms)))

(defmacro as->
  ((list x _) x)
  ((cons x (cons name (cons form forms)))
   `(let ((,name ,x)) (: clj as-> ,form ,name ,@forms))))

(defmacro cond->
  ((list x) x)
  ((cons x (cons test (cons form clauses)))
   (let ((value (clj:fresh "value")))
     `(let ((,value ,x))
        (: clj cond-> (case ,test
                        ('false ,value)
                        ('undefined ,value)
                        (_ (: clj -> ,value ,form)))
           ,@clauses)))))

(defmacro cond->>
  ((list x) x)
  ((cons x (cons test (cons form clauses)))
   (let ((value (clj:fresh "value")))
     `(let ((,value ,x))
        (: clj cond->> (case ,test
                         ('false ,value)
                         ('undefined ,value)
                         (_ (: clj ->> ,value ,form)))
           ,@clauses)))))

(defmacro some->
  ((list x) x)
  ((cons x (cons form forms))
   (let ((value (clj:fresh "value")))
     `(case ,x
        ('undefined 'undefined)
        (,value (: clj some-> (: clj -> ,value ,form) ,@forms))))))

(defmacro some->>
  ((list x) x)
  ((cons x (cons form forms))
   (let ((value (clj:fresh "value")))
     `(case ,x
        ('undefined 'undefined)
        (,value (: clj some->> (: clj ->> ,value ,form) ,@forms))))))

(defmacro doto
  ((cons x forms)
   (let ((value (clj:fresh "value")))
     `(let ((,value ,x))
        ,@(lists:map (lambda (form) (clj:thread-first value form)) forms)
        ,value))))

;; Conditions.

(defmacro if-let
  ((cons (list pattern test) branches) `(: clj if-let* ,pattern ,test ,@branches))
  ((cons (list (list pattern test)) branches) `(: clj if-let* ,pattern ,test ,@branches)))

(defmacro iff-let
  ((cons (list pattern test) body) `(: clj if-let* ,pattern ,test (progn ,@body)))
  ((cons (list (list pattern test)) body) `(: clj if-let* ,pattern ,test (progn ,@body))))

(defmacro if-let*
  ((list pattern test then) `(: clj if-let* ,pattern ,test ,then 'undefined))
  ((list pattern test then else)
   `(case ,test
      ('false ,else)
      ('undefined ,else)
      (,pattern ,then)
      ,@(if (is_atom pattern) () `((_ ,else))))))

(defmacro condp
  ((cons pred (cons expr clauses))
   (let ((value (clj:fresh "value")) (test (clj:fresh "test")))
     `(let ((,test ,pred) (,value ,expr))
        ,(clj:condp-clauses test value clauses)))))

(defmacro if-not
  ((list test then) `(: clj if-not ,test ,then 'undefined))
  ((list test then else)
   `(case ,test
      ('false ,then)
      ('undefined ,then)
      (_ ,else))))

(defmacro iff
  ((cons test body)
   `(case ,test
      ('false 'undefined)
      ('undefined 'undefined)
      (_ ,@body))))

(defmacro when-not
  ((cons test body) `(: clj if-not ,test (progn ,@body))))

(defmacro not=
  ((list _) ''false)
  ((list x y) `(/= ,x ,y))
  ((cons x rest) `(not (== ,x ,@rest))))

;; Tests that may stand in guards.

(defmacro tuple? (x) `(is_tuple ,x))
(defmacro atom? (x) `(is_atom ,x))
(defmacro binary? (x) `(is_binary ,x))
(defmacro bitstring? (x) `(is_bitstring ,x))
(defmacro boolean? (x) `(is_boolean ,x))
(defmacro bool? (x) `(is_boolean ,x))
(defmacro float? (x) `(is_float ,x))
(defmacro function? args `(is_function ,@args))
(defmacro func? args `(is_function ,@args))
(defmacro integer? (x) `(is_integer ,x))
(defmacro int? (x) `(is_integer ,x))
(defmacro number? (x) `(is_number ,x))
(defmacro record? args `(is_record ,@args))
(defmacro reference? (x) `(is_reference ,x))
(defmacro map? (x) `(is_map ,x))
(defmacro undefined? (x) `(=:= ,x 'undefined))
(defmacro undef? (x) `(=:= ,x 'undefined))
(defmacro nil? (x) `(orelse (=:= ,x 'nil) (=:= ,x '())))
(defmacro true? (x) `(=:= ,x 'true))
(defmacro false? (x) `(=:= ,x 'false))
(defmacro falsy? (x) `(orelse (=:= ,x 'false) (=:= ,x 'undefined)))
(defmacro odd? (x) `(=:= 1 (band ,x 1)))
(defmacro even? (x) `(=:= 0 (band ,x 1)))
(defmacro zero? (x) `(== ,x 0))
(defmacro pos? (x) `(> ,x 0))
(defmacro neg? (x) `(< ,x 0))
(defmacro identical? (x y) `(=:= ,x ,y))

(defmacro str args
  `(++ ,@(lists:map (lambda (x) `(call 'clj 'to-string ,x)) args) ""))

(defmacro conj
  ((cons collection more) `(call 'clj 'conj-all ,collection (list ,@more))))

;; What the macros need.

(defun arity-of
  (((cons first _)) (when (is_list first))
   (case (lists:all #'is_atom/1 first)
     ('true (length first))
     ('false (length (car first)))))
  (((cons _ rest)) (arity-of rest)))

(defun thread-first
  ((x (cons head arguments)) (list* head x arguments))
  ((x head) (list head x)))

(defun thread-last
  ((x form) (when (is_list form)) (++ form (list x)))
  ((x head) (list head x)))

(defun condp-clauses
  ((_ _ '()) `(error 'no-matching-clause))
  ((_ _ (list default)) default)
  ((pred value (list* test '>> function clauses))
   (let ((result (fresh "result")))
     `(case (funcall ,pred ,test ,value)
        (,result (when (andalso (=/= ,result 'false) (=/= ,result 'undefined)))
         (funcall ,function ,result))
        (_ ,(condp-clauses pred value clauses)))))
  ((pred value (list* test result clauses))
   `(case (funcall ,pred ,test ,value)
      ('false ,(condp-clauses pred value clauses))
      ('undefined ,(condp-clauses pred value clauses))
      (_ ,result))))

(defun fresh (name)
  (list_to_atom (++ "-" name "-" (integer_to_list (erlang:unique_integer '(positive))) "-")))

(defun to-string
  ((x) (when (is_atom x)) (atom_to_list x))
  ((x) (when (is_binary x)) (unicode:characters_to_list x))
  ((x) (case (io_lib:printable_unicode_list x)
         ('true x)
         ('false (lists:flatten (io_lib:format "~p" (list x)))))))

(defun conj-all (collection more)
  (lists:foldl #'conj-one/2 collection more))

(defun conj-one
  ((x collection) (when (is_list collection)) (cons x collection))
  ((x collection) (when (is_tuple collection)) (erlang:append_element collection x))
  ((x collection) (when (is_map collection)) (maps:merge collection x)))

;; Composition.

(defun comp () #'identity/1)

(defun comp (fs)
  (lambda (x) (comp fs x)))

(defun comp
  ((fs x) (when (is_list fs)) (lists:foldr (lambda (f acc) (funcall f acc)) x fs))
  ((f g) (lambda (x) (funcall f (funcall g x)))))

(defun comp (f g x)
  (funcall f (funcall g x)))

(defun partial (f given)
  (lambda (rest) (apply f (++ (as-list given) (as-list rest)))))

(defun as-list
  ((x) (when (is_list x)) x)
  ((x) (list x)))

;; Predicates.

(defun string? (data) (io_lib:printable_list data))

(defun unicode? (data) (io_lib:printable_unicode_list data))

(defun list?
  ((data) (when (is_list data)) (not (string? data)))
  ((_) 'false))

(defun set? (data)
  (orelse (sets:is_set data) (ordsets:is_set data)))

(defun dict? (data)
  (andalso (is_tuple data) (> (tuple_size data) 0) (=:= (element 1 data) 'dict)))

(defun proplist?
  ((list) (when (is_list list)) (lists:all #'proplist-kv?/1 list))
  ((_) 'false))

(defun proplist-kv?
  (((tuple key _)) (is_atom key))
  ((x) (is_atom x)))

(defun queue? (x) (queue:is_queue x))

(defun empty?
  (('()) 'true)
  (((tuple)) 'true)
  ((x) (when (is_map x)) (=:= 0 (map_size x)))
  ((x) (orelse (andalso (dict? x) (=:= 0 (dict:size x)))
               (andalso (queue? x) (queue:is_empty x))
               (=:= x (gb_trees:empty)))))

(defun every? (pred list) (lists:all pred list))
(defun all? (pred list) (lists:all pred list))
(defun any? (pred list) (lists:any pred list))
(defun not-any? (pred list) (not (lists:any pred list)))

(defun element?
  ((x data) (when (is_list data)) (lists:member x data))
  ((x data) (case (sets:is_set data)
              ('true (sets:is_element x data))
              ('false 'false))))

;; Sequences.

(defun seq (end) (seq 1 end))
(defun seq (start end) (seq start end 1))
(defun seq (start end step) (lists:seq start end step))

(defun next (f) (next f 1 1))
(defun next (f start) (next f start 1))
(defun next (f start step)
  (lambda () (cons start (next f (funcall f start step) step))))

(defun range () (range 1 1))
(defun range (start) (range start 1))
(defun range (start step) (next #'+/2 start step))

(defun lazy-seq () (lambda () '()))

(defun lazy-seq
  (('()) (lambda () '()))
  (((cons head tail)) (lambda () (cons head (lazy-seq tail))))
  ((f) f))

(defun cycle
  (('()) '())
  ((list) (when (is_list list)) (cycle-list list list))
  ((f) (cycle-lazy f f)))

(defun cycle-list
  (('() all) (cycle-list all all))
  (((cons head tail) all) (lambda () (cons head (cycle-list tail all)))))

(defun cycle-lazy (f all)
  (lambda ()
    (case (funcall f)
      ('() (funcall (cycle-lazy all all)))
      ((cons head tail) (cons head (cycle-lazy tail all))))))

(defun drop
  (('all _) '())
  ((0 list) list)
  ((_ '()) '())
  ((n (cons _ tail)) (drop (- n 1) tail))
  ((n f) (when (is_integer n) (> n 0))
   (case (funcall f)
     ('() '())
     ((cons _ tail) (drop (- n 1) tail))))
  ((_ f) (when (is_function f 0)) f))

(defun take
  (('all list) (when (is_list list)) list)
  (('all f) (case (funcall f)
              ('() '())
              ((cons head tail) (cons head (take 'all tail)))))
  ((0 _) '())
  ((_ '()) '())
  ((n (cons head tail)) (when (is_integer n) (> n 0)) (cons head (take (- n 1) tail)))
  ((n f) (when (is_integer n) (> n 0) (is_function f 0))
   (case (funcall f)
     ('() '())
     ((cons head tail) (cons head (take (- n 1) tail))))))

(defun split-at (n list)
  (tuple (take n list) (drop n list)))

(defun partition (n list) (partition n n list))

(defun partition (n step list)
  (lists:filter (lambda (part) (=:= n (length part))) (parts n step list)))

(defun partition (n step pad list)
  (lists:map (lambda (part) (take n (++ part pad)))
             (lists:filter (lambda (part) (=/= part '())) (parts n step list))))

(defun partition-all (n list) (partition-all n n list))
(defun partition-all (n step list) (parts n step list))

(defun parts
  ((_ _ '()) '())
  ((n step list) (cons (take n list) (parts n step (drop step list)))))

(defun interleave
  (((cons a as) (cons b bs)) (list* a b (interleave as bs)))
  ((_ _) '()))

(defun get-in (data keys) (get-in data keys 'undefined))

(defun get-in
  ((data '() _) data)
  ((data (cons key keys) default)
   (case (lookup key data)
     ((tuple 'ok value) (get-in value keys default))
     ('error default))))

(defun lookup
  ((key data) (when (is_map data)) (maps:find key data))
  ((key data) (when (is_integer key) (is_list data) (> key 0))
   (case (drop (- key 1) data)
     ((cons value _) (tuple 'ok value))
     ('() 'error)))
  ((key data) (when (is_list data))
   (case (lists:keyfind key 1 data)
     ((tuple _ value) (tuple 'ok value))
     (_ (case (lists:member key data)
          ('true (tuple 'ok 'true))
          ('false 'error)))))
  ((key data) (case (dict? data)
                ('true (dict:find key data))
                ('false 'error))))

(defun reduce
  ((f (cons head tail)) (reduce f head tail)))

(defun reduce (f acc list)
  (lists:foldl f acc list))

(defun repeat (x)
  (lambda () (cons x (repeat x))))

(defun repeat
  ((n f) (when (is_function f 0)) (repeat-call n f))
  ((n x) (lists:duplicate n x)))

(defun repeat-call
  ((0 _) '())
  ((n f) (cons (funcall f) (repeat-call (- n 1) f))))

;; The rest.

(defun identity (x) x)
(defun constantly (x) (lambda (_) x))
(defun inc (x) (+ x 1))
(defun dec (x) (- x 1))
