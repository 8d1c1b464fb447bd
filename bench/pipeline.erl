%% lists:map, filter, foldl, zip, comprehensions and lists:seq over 100,000 elements, 20 times.
-module(pipeline).
-export([main/0]).

work(Size) ->
    List = lists:seq(1, Size),
    Doubled = lists:map(fun(X) -> X * 2 end, List),
    Some = lists:filter(fun(X) -> X rem 3 =:= 0 end, Doubled),
    Pairs = lists:zip(List, Doubled),
    Sums = [X + Y || {X, Y} <- Pairs, X band 1 =:= 1],
    lists:foldl(fun(X, Acc) -> X + Acc end, lists:sum(Some), Sums).

repeat(1, Size) -> work(Size);
repeat(N, Size) -> work(Size), repeat(N - 1, Size).

main() ->
    Start = erlang:monotonic_time(microsecond),
    Result = repeat(20, 100000),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Result, Stop - Start]).
