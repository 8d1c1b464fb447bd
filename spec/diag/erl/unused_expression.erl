-module(unused_expression).
-export([f/0]).
f() -> X = g(), X + 1, X =:= 2, length(X), ok.
g() -> [].
