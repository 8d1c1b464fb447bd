%% A tail-recursive loop of a thousand million rounds, which makes garbage in some of them.
-module(loop).
-export([main/0]).

loop(0, Last) -> Last;
loop(N, _) when N rem 64 =:= 0 -> loop(N - 1, {N, [N]});
loop(N, Last) -> loop(N - 1, Last).

main() ->
    io:format("~w~n", [loop(1000000000, none)]).
