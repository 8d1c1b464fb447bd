-module(shadowed_in_generate).
-export([f/0]).
f() -> X = 1, [X || X <- [1, 2, X]].
