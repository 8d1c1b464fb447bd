-module(catch_stacktrace_bound).
-export([f/0]).
f() -> S = 1, try g() catch _:_:S -> S end.
g() -> ok.
