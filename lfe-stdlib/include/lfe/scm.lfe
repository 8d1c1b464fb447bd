;; The macros of module scm without its name.

(defmacro begin args `(scm:begin ,@args))
(defmacro define args `(scm:define ,@args))
(defmacro define-syntax args `(scm:define-syntax ,@args))
(defmacro defsyntax args `(scm:defsyntax ,@args))
(defmacro let-syntax args `(scm:let-syntax ,@args))
