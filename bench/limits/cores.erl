%% The same work twice, one after the other and in two processes: how many hundredths the second way is
%% faster by.
-module(cores).
-export([main/0]).

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

time(Fun) ->
    Start = erlang:monotonic_time(microsecond),
    Fun(),
    erlang:monotonic_time(microsecond) - Start.

both(Work) ->
    Self = self(),
    [spawn(fun() -> Self ! Work() end) || _ <- [1, 2]],
    [receive Result -> Result end || _ <- [1, 2]].

best(Measure) -> lists:min([Measure() || _ <- [1, 2, 3, 4, 5]]).

main() ->
    Work = fun() -> fib(38) end,
    Alone = best(fun() -> time(fun() -> Work(), Work() end) end),
    Together = best(fun() -> time(fun() -> both(Work) end) end),
    io:format("~w~n", [Alone * 100 div Together]).
