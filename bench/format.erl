%% io_lib:format of numbers, texts and terms, 100,000 times.
-module(format).
-export([main/0]).

repeat(0, Size) -> Size;
repeat(N, Size) ->
    Text = io_lib:format("~w: ~s is ~p, ~.3f of ~10..0b~n", [N, "value", {N, [a, "b"]}, N / 7, N]),
    repeat(N - 1, Size + iolist_size(Text)).

main() ->
    Start = erlang:monotonic_time(microsecond),
    Result = repeat(100000, 0),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Result, Stop - Start]).
