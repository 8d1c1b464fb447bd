%% Recursion ten million calls deep, outside and inside an argument.
-module(deep).
-export([main/0]).

count(0) -> 0;
count(N) -> 1 + count(N - 1).

build(0) -> [];
build(N) -> [N | build(N - 1)].

main() ->
    io:format("~w ~w~n", [count(10000000), length(build(10000000))]).
