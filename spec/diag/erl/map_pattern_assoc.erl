-module(map_pattern_assoc).
-export([f/0]).
f() -> #{a => 1} = g().
g() -> #{}.
