-module(pattern_string_append).
-export([f/0]).
f() -> X ++ "a" = g(), X.
g() -> "".
