-module(wildcard_call).
-export([f/0]).
f() -> g(_).
g(X) -> X.
