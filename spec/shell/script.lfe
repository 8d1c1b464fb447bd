#!/usr/bin/env lfe
(io:format "~p ~p~n" (list script-name script-args))
(defun twice (n) (* 2 n))
(io:format "~p~n" (list (twice 21)))
