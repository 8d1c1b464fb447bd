-module(several_forms).
-export([f/0]).
f() -> 1 2.
g() -> X.
h() -> {.
i() -> k().
