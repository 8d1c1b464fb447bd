;; error, exit, throw, erlang:raise and what catch makes of each.
(defmodule raise_classes
  (export (main 0)))

(defun main ()
  (p (catch (throw 'thrown)))
  (p (catch (exit 'left)))
  (p (case (catch (error 'wrong)) ((tuple 'EXIT (tuple r s)) (when (is_list s)) (tuple 'exit r))))
  (p (case (catch (error 'wrong '(1 2))) ((tuple 'EXIT (tuple r _)) r)))
  (p (try (erlang:raise 'throw 'again ()) (catch ((tuple c r _) (list c r)))))
  (p (try (erlang:raise 'exit #(a b) ()) (catch ((tuple c r _) (list c r)))))
  (p (try (erlang:raise 'error 'x ()) (catch ((tuple c r _) (list c r)))))
  (p (try (erlang:raise 'no-class 'x ()) (catch ((tuple c r _) (list c r)))))
  (p (try (try (throw 1) (catch ((tuple c r s) (erlang:raise c (+ r 1) s))))
       (catch ((tuple c r s) (list c r (is_list s))))))
  (p (catch (catch (throw 'inner))))
  (p (catch 1 2 3))
  (p (catch))
  (p (list (catch (throw 'a)) (catch (+ 1 2)) (catch (throw 'b))))
  (p (try (list_to_atom 'x) (catch (`#(,c ,r ,_) (tuple c r)))))
  (p (try (raise_classes:missing 1) (catch (`#(,c ,r ,_) (tuple c r)))))
  (p (try (funcall (one) (one)) (catch (`#(,c ,r ,_) (tuple c r))))))

(defun one () 1)

(defun p (term) (io:format "~p~n" (list term)))
