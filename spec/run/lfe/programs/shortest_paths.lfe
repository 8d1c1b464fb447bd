;; Dijkstra's paths over a graph in a map, with gb_sets as queue; connected parts; a topological order.
(defmodule shortest_paths
  (export (main 0)))

(defun graph ()
  '#M(a (#(b 7) #(c 9) #(f 14)) b (#(a 7) #(c 10) #(d 15)) c (#(a 9) #(b 10) #(d 11) #(f 2))
      d (#(b 15) #(c 11) #(e 6)) e (#(d 6) #(f 9)) f (#(a 14) #(c 2) #(e 9)) z ()))

(defun paths (from g) (walk (gb_sets:singleton (tuple 0 from (list from))) #M() g))

(defun walk (queue done g)
  (if (gb_sets:is_empty queue)
    done
    (let (((tuple (tuple d n path) rest) (gb_sets:take_smallest queue)))
      (if (maps:is_key n done)
        (walk rest done g)
        (walk (lists:foldl (match-lambda (((tuple m w) q) (gb_sets:add (tuple (+ d w) m (cons m path)) q))) rest (map-get g n))
              (map-set done n (tuple d (lists:reverse path)))
              g)))))

(defun topological
  ((() () order) (lists:reverse order))
  ((edges nodes order)
   (case (lc ((<- n nodes) (not (lists:any (match-lambda (((tuple _ to)) (== to n))) edges))) n)
     (() 'cycle)
     ((cons n _) (topological (lc ((<- (= e (tuple from _)) edges) (/= from n)) e) (lists:delete n nodes) (cons n order))))))

(defun main ()
  (let ((found (paths 'a (graph))))
    (lists:foreach (match-lambda (((tuple n (tuple d p))) (io:format "~p ~p ~p~n" (list n d p)))) (lists:sort (maps:to_list found)))
    (io:format "~p~n" (list (maps:is_key 'z found))))
  (io:format "~p~n" (list (topological '(#(shirt tie) #(tie jacket) #(trousers shoes) #(trousers jacket)) '(jacket shirt shoes tie trousers) ())))
  (io:format "~p~n" (list (topological '(#(a b) #(b a)) '(a b) ()))))
