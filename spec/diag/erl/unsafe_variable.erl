-module(unsafe_variable).
-export([f/0]).
f() -> case g() of 1 -> X = 1; 2 -> ok end, X.
g() -> 1.
