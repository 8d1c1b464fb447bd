;; Match specifications by their older name; ets-ms and dbg-ms are predefined.

(defmacro match-spec clauses `(ets-ms ,@clauses))
