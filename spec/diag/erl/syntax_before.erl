-module(syntax_before).
-export([f/0]).
f() -> 1 2.
