%% 100 processes that send 10,000 messages each to one.
-module(fanin).
-export([main/0]).

send(0, _) -> ok;
send(N, To) -> To ! {self(), N}, send(N - 1, To).

collect(0, Sum) -> Sum;
collect(N, Sum) -> receive {_, M} -> collect(N - 1, Sum + M) end.

main() ->
    Start = erlang:monotonic_time(microsecond),
    Self = self(),
    [spawn(fun() -> send(10000, Self) end) || _ <- lists:seq(1, 100)],
    Result = collect(1000000, 0),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Result, Stop - Start]).
