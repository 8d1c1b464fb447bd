-module(illegal_if).
-export([f/0]).
f() -> if g() -> ok; true -> ok end.
g() -> true.
