-module(syntax_end).
-export([f/0]).
f() -> case g() of 1 -> 2.
g() -> 1.
