-module(fun_shadow_name).
-export([f/0]).
f() -> G = 1, {G, fun G() -> G() end}.
