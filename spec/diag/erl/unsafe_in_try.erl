-module(unsafe_in_try).
-export([f/0]).
f() -> try X = 1 catch _:_ -> ok end, X.
