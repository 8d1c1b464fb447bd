-module(obsolete_guard).
-export([f/0]).
f() -> case g() of X when integer(X) -> 1; X when is_pid(X) -> 2 end.
g() -> 1.
