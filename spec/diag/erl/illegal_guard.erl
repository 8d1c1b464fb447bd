-module(illegal_guard).
-export([f/0]).
f() -> case 1 of X when g(X) -> X end.
g(X) -> X.
