%% Three rounds of 100,000 timers: set for a few milliseconds and waited for, and as many set for later
%% and cancelled.
-module(timers).
-export([main/0]).

start(0, _, Refs) -> Refs;
start(N, Time, Refs) -> start(N - 1, Time, [erlang:start_timer(Time + N rem 10, self(), N) | Refs]).

cancel([Ref | Rest], Count) ->
    true = is_integer(erlang:cancel_timer(Ref)),
    cancel(Rest, Count + 1);
cancel([], Count) -> Count.

collect(0, Sum) -> Sum;
collect(N, Sum) -> receive {timeout, _, M} -> collect(N - 1, Sum + M) end.

repeat(0, Sum) -> Sum;
repeat(N, Sum) ->
    Later = start(100000, 60000, []),
    start(100000, 1, []),
    repeat(N - 1, Sum + collect(100000, cancel(Later, 0))).

main() ->
    Start = erlang:monotonic_time(microsecond),
    Result = repeat(3, 0),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Result, Stop - Start]).
