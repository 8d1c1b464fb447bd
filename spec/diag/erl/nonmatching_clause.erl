-module(nonmatching_clause).
-export([f/0]).
f() -> case a of b -> 1 end.
