;; The macros of ltest: tests, fixtures and assertions in LFE's manner, on top of EUnit's.
;; What deftest and its like define is exported.

(include-lib "eunit/include/eunit.hrl")

(eval-when-compile

  ;; The name of the function behind a test: underscores for dashes, and an ending.
  (defun ltest-name (name ending)
    (list_to_atom
      (++ (lists:map (lambda (char) (if (=:= char #\-) #\_ char)) (atom_to_list name)) ending)))

  (defun ltest-function (name arguments body)
    `(progn
       (defun ,name ,arguments ,@body)
       (extend-module () ((export (,name ,(length arguments)))))))

  ;; A fun that calls the test case defined with this name.
  (defun ltest-case (name)
    `(lambda (ltest--state) (,(ltest-name name "_test_case") ltest--state)))
  )

;; What errors of failed assertions are called.

(defmacro assertion-failed () `'assert)
(defmacro assert-equal-failed () `'assertEqual)
(defmacro assert-not-equal-failed () `'assertNotEqual)
(defmacro assert-exception-failed () `'assertException)
(defmacro assert-match-failed () `'assertMatch)

;; Tests.

(defmacro deftest
  ((cons name body) (ltest-function (ltest-name name "_test") () body)))
(defmacro deftestgen
  ((cons name body) (ltest-function (ltest-name name "_test_") () body)))
(defmacro deftestskip
  ((cons name body) (ltest-function (ltest-name name "_skip") () body)))

;; Fixtures: functions of these names for set-up, tear-down and test cases.

(defmacro defsetup (name) `(lambda () (,name)))
(defmacro defteardown (name) `(lambda (ltest--state) (,name ltest--state)))
(defmacro deftestcase
  ((cons name (cons arguments parts))
   (let ((tests (lists:map (lambda (part) `(lambda () ,part)) parts)))
     (ltest-function (ltest-name name "_test_case") arguments `((list ,@tests))))))
(defmacro deftestcases
  ((list name) (ltest-case name))
  (names `(list ,@(lists:map (lambda (name) (ltest-case name)) names))))

;; Assertions.

(defmacro is (test) `(assert ,test))
(defmacro is-not (test) `(assertNot ,test))
(defmacro is-match (pattern expr) `(assertMatch ,pattern ,expr))
(defmacro is-not-match (pattern expr) `(assertNotMatch ,pattern ,expr))
(defmacro is-equal (value expr) `(assertEqual ,value ,expr))
(defmacro is-not-equal (value expr) `(assertNotEqual ,value ,expr))
(defmacro is-exception (class term expr) `(assertException ,class ,term ,expr))
(defmacro is-not-exception
  ((list expr) `(assertNotException _ _ ,expr))
  ((list class term expr) `(assertNotException ,class ,term ,expr)))
(defmacro is-error
  ((list expr) `(assertError _ ,expr))
  ((list term expr) `(assertError ,term ,expr)))
(defmacro is-not-error
  ((list expr) `(assertNotException 'error _ ,expr))
  ((list term expr) `(assertNotException 'error ,term ,expr)))
(defmacro is-exit
  ((list expr) `(assertExit _ ,expr))
  ((list term expr) `(assertExit ,term ,expr)))
(defmacro is-not-exit
  ((list expr) `(assertNotException 'exit _ ,expr))
  ((list term expr) `(assertNotException 'exit ,term ,expr)))
(defmacro is-throw
  ((list expr) `(assertThrow _ ,expr))
  ((list term expr) `(assertThrow ,term ,expr)))
(defmacro is-not-throw
  ((list expr) `(assertNotException 'throw _ ,expr))
  ((list term expr) `(assertNotException 'throw ,term ,expr)))

;; The same as test objects, for generators.

(defmacro is* args `(_test (is ,@args)))
(defmacro is-not* args `(_test (is-not ,@args)))
(defmacro is-match* args `(_test (is-match ,@args)))
(defmacro is-not-match* args `(_test (is-not-match ,@args)))
(defmacro is-equal* args `(_test (is-equal ,@args)))
(defmacro is-not-equal* args `(_test (is-not-equal ,@args)))
(defmacro is-exception* args `(_test (is-exception ,@args)))
(defmacro is-not-exception* args `(_test (is-not-exception ,@args)))
(defmacro is-error* args `(_test (is-error ,@args)))
(defmacro is-not-error* args `(_test (is-not-error ,@args)))
(defmacro is-exit* args `(_test (is-exit ,@args)))
(defmacro is-not-exit* args `(_test (is-not-exit ,@args)))
(defmacro is-throw* args `(_test (is-throw ,@args)))
(defmacro is-not-throw* args `(_test (is-not-throw ,@args)))
