%% A million processes alive at once, each waiting; then each answers a message.
-module(idle).
-export([main/0]).

wait() -> receive {From, N} -> From ! N end.

start(0, Pids) -> Pids;
start(N, Pids) -> start(N - 1, [spawn(fun wait/0) | Pids]).

ask([], Sum) -> Sum;
ask([Pid | Rest], Sum) ->
    Pid ! {self(), 1},
    receive N -> ask(Rest, Sum + N) end.

main() ->
    Pids = start(1000000, []),
    io:format("~w~n", [ask(Pids, 0)]).
