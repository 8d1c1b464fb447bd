-module(and_unsafe).
-export([f/0]).
f() -> (X = g()) andalso (Y = g()), {X, Y}.
g() -> true.
