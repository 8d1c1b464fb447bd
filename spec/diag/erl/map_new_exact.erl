-module(map_new_exact).
-export([f/0]).
f() -> #{a := 1}.
