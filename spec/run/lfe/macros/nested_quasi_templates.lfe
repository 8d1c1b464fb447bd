;; Macros whose expansions hold templates with other templates: a macro-defining macro with parameters of both levels.
(defmodule nested_quasi_templates
  (export (main 0)))

(defmacro define-wrapper (name tag)
  `(defmacro ,name
     (args `(tuple ',',tag ,@args))))

(define-wrapper wrap-a a)
(define-wrapper wrap-b b)

(defmacro define-const-table (name . pairs)
  `(defmacro ,name
     ,@(lc ((<- (list k v) pairs)) `((list ',k) ,v))
     ((list other) (list 'tuple ''unknown (list 'quote other)))))

(defmacro define-op (name op)
  `(defmacro ,name (x y) (list ',op x y)))

(define-op plus +)

(defun main ()
  (p (wrap-a 1 2))
  (p (wrap-b))
  (p (wrap-a (wrap-b 'x)))
  (p (plus 1 (plus 2 3))))

(defun p (term) (io:format "~p~n" (list term)))
