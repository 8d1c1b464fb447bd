-module(shadowed_in_fun).
-export([f/0]).
f() -> X = 1, F = fun(X) -> X end, F(X).
