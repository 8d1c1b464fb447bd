%% Maps with a few keys, as records are used: 2,000,000 updates and look-ups.
-module(smallmap).
-export([main/0]).

step(0, State) -> State;
step(N, #{count := Count, sum := Sum} = State) ->
    step(N - 1, State#{count := Count + 1, sum := Sum + maps:get(weight, State), last => N}).

main() ->
    Start = erlang:monotonic_time(microsecond),
    State = #{count => 0, sum => 0, weight => 3, name => smallmap, last => none},
    #{count := Count, sum := Sum} = step(2000000, State),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Count + Sum, Stop - Start]).
