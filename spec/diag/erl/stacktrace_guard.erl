-module(stacktrace_guard).
-export([f/0]).
f() -> try g() catch _:_:S when S =:= [] -> S end.
g() -> ok.
