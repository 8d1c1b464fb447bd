-module(variable_in_after).
-export([f/0]).
f() -> try g() of X -> X after X end.
g() -> 1.
