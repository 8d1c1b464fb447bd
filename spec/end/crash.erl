%% An error ends one process; the rest goes on.
-module(crash).
-export([main/0]).
main() ->
    P = spawn(fun() -> work(a) end),
    M = monitor(process, P),
    receive {'DOWN', M, _, _, _} -> ok end,
    io:format("the rest goes on~n").
work(X) -> X + id(1).
id(X) -> X.
