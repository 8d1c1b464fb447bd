-module(map_pattern_key).
-export([f/0]).
f() -> #{X := 1} = g().
g() -> #{}.
