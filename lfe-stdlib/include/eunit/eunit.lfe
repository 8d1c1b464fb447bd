;; EUnit's macros for LFE: what (include-lib "eunit/include/eunit.hrl") gives. Errors hold the
;; expressions as LFE text.
;;
;; Module and line are known where the macro is used: (MODULE), (LINE).

(eval-when-compile

  ;; A form as text.
  (defun eunit-text (form) (lists:flatten (eunit-chars form)))

  (defun eunit-chars
    (((list 'quote form)) (list "'" (eunit-chars form)))
    (((list 'backquote form)) (list "`" (eunit-chars form)))
    (((list 'comma form)) (list "," (eunit-chars form)))
    (((list 'comma-at form)) (list ",@" (eunit-chars form)))
    (((= (cons _ _) form))
     (if (io_lib:printable_unicode_list form)
       (io_lib:format "~tp" (list form))
       (list "(" (eunit-items form) ")")))
    ((()) "()")
    ((form) (when (is_tuple form))
     (list "#(" (eunit-items (tuple_to_list form)) ")"))
    ((form) (when (is_atom form)) (atom_to_list form))
    ((form) (io_lib:format "~tp" (list form))))

  (defun eunit-items
    (((list form)) (eunit-chars form))
    (((cons form rest)) (when (is_list rest))
     (list (eunit-chars form) " " (eunit-items rest)))
    (((cons form rest)) (list (eunit-chars form) " . " (eunit-chars rest)))
    ((()) ()))

  ;; The first facts of an error: where, and the comment if there is one.
  (defun eunit-facts
    ((()) `(list (tuple 'module (MODULE)) (tuple 'line (LINE))))
    (((list comment))
     `(list (tuple 'module (MODULE)) (tuple 'line (LINE)) (tuple 'comment ,comment))))

  (defun eunit-boolean (wanted test comment)
    `(funcall
       (lambda ()
         (case ,test
           (',wanted 'ok)
           (eunit--found
             (error (tuple 'assert
                           (++ ,(eunit-facts comment)
                               (list (tuple 'expression ,(eunit-text test))
                                     (tuple 'expected ',wanted)
                                     (tuple (if (is_boolean eunit--found) 'value 'not_boolean)
                                            eunit--found))))))))))

  ;; A clause with a pattern, which may be (when guard …) behind it: (pattern (when guard)).
  (defun eunit-clause
    (((list pattern (cons 'when guard)) body) `(,pattern (when ,@guard) ,body))
    ((pattern body) `(,pattern ,body)))

  (defun eunit-match (pattern expr comment)
    `(funcall
       (lambda ()
         (case ,expr
           ,(eunit-clause pattern ''ok)
           (eunit--found
             (error (tuple 'assertMatch
                           (++ ,(eunit-facts comment)
                               (list (tuple 'expression ,(eunit-text expr))
                                     (tuple 'pattern ,(eunit-text pattern))
                                     (tuple 'value eunit--found))))))))))

  (defun eunit-no-match (pattern expr comment)
    `(funcall
       (lambda ()
         (let ((eunit--found ,expr))
           (case eunit--found
             ,(eunit-clause pattern
                `(error (tuple 'assertNotMatch
                               (++ ,(eunit-facts comment)
                                   (list (tuple 'expression ,(eunit-text expr))
                                         (tuple 'pattern ,(eunit-text pattern))
                                         (tuple 'value eunit--found))))))
             (_ 'ok))))))

  (defun eunit-equal (expected expr comment)
    `(funcall
       (lambda ()
         (let ((eunit--wanted ,expected)
               (eunit--found ,expr))
           (if (=:= eunit--wanted eunit--found)
             'ok
             (error (tuple 'assertEqual
                           (++ ,(eunit-facts comment)
                               (list (tuple 'expression ,(eunit-text expr))
                                     (tuple 'expected eunit--wanted)
                                     (tuple 'value eunit--found))))))))))

  (defun eunit-not-equal (unexpected expr comment)
    `(funcall
       (lambda ()
         (let ((eunit--unwanted ,unexpected))
           (if (=:= eunit--unwanted ,expr)
             (error (tuple 'assertNotEqual
                           (++ ,(eunit-facts comment)
                               (list (tuple 'expression ,(eunit-text expr))
                                     (tuple 'value eunit--unwanted)))))
             'ok)))))

  (defun eunit-exception-pattern (class term)
    (++ "{ " (eunit-text class) " , " (eunit-text term) " , [...] }"))

  (defun eunit-exception (class term expr comment)
    `(funcall
       (lambda ()
         (let ((eunit--facts (++ ,(eunit-facts comment)
                                 (list (tuple 'expression ,(eunit-text expr))
                                       (tuple 'pattern
                                              ,(eunit-exception-pattern class term))))))
           (try ,expr
             (case (eunit--found
                     (error (tuple 'assertException
                                   (++ eunit--facts
                                       (list (tuple 'unexpected_success eunit--found)))))))
             (catch
               ((tuple ,class ,term _) 'ok)
               ((tuple eunit--class eunit--term eunit--stack)
                (error
                  (tuple 'assertException
                         (++ eunit--facts
                             (list (tuple 'unexpected_exception
                                          (tuple eunit--class eunit--term
                                                 eunit--stack)))))))))))))

  (defun eunit-no-exception (class term expr comment)
    `(funcall
       (lambda ()
         (try (progn ,expr 'ok)
           (catch
             ((tuple eunit--class eunit--term eunit--stack)
              (case (tuple eunit--class eunit--term)
                ((tuple ,class ,term)
                 (error
                   (tuple 'assertNotException
                          (++ ,(eunit-facts comment)
                              (list (tuple 'expression ,(eunit-text expr))
                                    (tuple 'pattern ,(eunit-exception-pattern class term))
                                    (tuple 'unexpected_exception
                                           (tuple eunit--class eunit--term
                                                  eunit--stack)))))))
                (_ 'ok))))))))
  )

;; Assertions: each with a comment too.

(defmacro assert
  ((list test) (eunit-boolean 'true test ()))
  ((list test comment) (eunit-boolean 'true test (list comment))))
(defmacro assertNot
  ((list test) (eunit-boolean 'false test ()))
  ((list test comment) (eunit-boolean 'false test (list comment))))
(defmacro assertMatch
  ((list pattern expr) (eunit-match pattern expr ()))
  ((list pattern expr comment) (eunit-match pattern expr (list comment))))
(defmacro assertNotMatch
  ((list pattern expr) (eunit-no-match pattern expr ()))
  ((list pattern expr comment) (eunit-no-match pattern expr (list comment))))
(defmacro assertEqual
  ((list expected expr) (eunit-equal expected expr ()))
  ((list expected expr comment) (eunit-equal expected expr (list comment))))
(defmacro assertNotEqual
  ((list unexpected expr) (eunit-not-equal unexpected expr ()))
  ((list unexpected expr comment) (eunit-not-equal unexpected expr (list comment))))
(defmacro assertException
  ((list class term expr) (eunit-exception class term expr ()))
  ((list class term expr comment) (eunit-exception class term expr (list comment))))
(defmacro assertNotException
  ((list class term expr) (eunit-no-exception class term expr ()))
  ((list class term expr comment) (eunit-no-exception class term expr (list comment))))
(defmacro assertError args `(assertException 'error ,@args))
(defmacro assertExit args `(assertException 'exit ,@args))
(defmacro assertThrow args `(assertException 'throw ,@args))

;; Test objects: a line and a function.

(defmacro _test body `(tuple (LINE) (lambda () ,@body)))
(defmacro _assert args `(_test (assert ,@args)))
(defmacro _assertNot args `(_test (assertNot ,@args)))
(defmacro _assertMatch args `(_test (assertMatch ,@args)))
(defmacro _assertNotMatch args `(_test (assertNotMatch ,@args)))
(defmacro _assertEqual args `(_test (assertEqual ,@args)))
(defmacro _assertNotEqual args `(_test (assertNotEqual ,@args)))
(defmacro _assertException args `(_test (assertException ,@args)))
(defmacro _assertNotException args `(_test (assertNotException ,@args)))
(defmacro _assertError args `(_test (assertError ,@args)))
(defmacro _assertExit args `(_test (assertExit ,@args)))
(defmacro _assertThrow args `(_test (assertThrow ,@args)))

;; Debugging: past the capture of output, to the user.

(defmacro debugMsg (text)
  `(io:format 'user "~ts:~w:~w: ~ts\n" (list (FILE) (LINE) (self) ,text)))
(defmacro debugHere () `(debugMsg "<-"))
(defmacro debugFmt (format args) `(debugMsg (io_lib:format ,format ,args)))
(defmacro debugVal (expr)
  `(let ((eunit--value ,expr))
     (debugFmt "~ts = ~tP" (list ,(eunit-text expr) eunit--value 15))
     eunit--value))
(defmacro debugTime (text expr)
  `(let (((tuple eunit--time eunit--value) (timer:tc (lambda () ,expr))))
     (debugFmt "~ts: ~.3f s" (list ,text (/ eunit--time 1000000)))
     eunit--value))
