;; The old way: a body whose exceptions become values.
(defmodule catch
  (export (main 0)))

(defun main ()
  (p (catch 1 2 3))
  (p (catch (throw 'ball)))
  (p (catch (exit 'reason)))
  (p (element 1 (element 2 (catch (error 'reason)))))
  (p (element 1 (catch (error 'reason)))))

(defun p (term)
  (io:format "~p~n" (list term)))
