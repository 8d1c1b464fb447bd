%% A map of 100,000 integer keys: filled, looked up, updated, folded.
-module(largemap).
-export([main/0]).

fill(0, Map) -> Map;
fill(N, Map) -> fill(N - 1, Map#{(N * 7919) rem 1000003 => N}).

look_up(0, _, Sum) -> Sum;
look_up(N, Map, Sum) ->
    #{(N * 7919) rem 1000003 := Value} = Map,
    look_up(N - 1, Map, Sum + Value).

update(0, Map) -> Map;
update(N, Map) -> update(N - 1, maps:update_with((N * 7919) rem 1000003, fun(V) -> V + 1 end, Map)).

main() ->
    Start = erlang:monotonic_time(microsecond),
    Map = fill(100000, #{}),
    Sum = look_up(100000, Map, look_up(100000, Map, 0)),
    Updated = update(100000, Map),
    Total = maps:fold(fun(_, Value, Acc) -> Acc + Value end, Sum, Updated),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Total, Stop - Start]).
