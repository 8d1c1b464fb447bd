%% Processes in endless loops, more of them than cores: timers go off, messages are answered, and the
%% program can be interrupted. Prints `fair` after half a second, and goes on for ever.
-module(fair).
-export([main/0]).

spin(N) -> spin(N + 1).

echo() -> receive {From, Message} -> From ! Message, echo() end.

ask(0, _) -> ok;
ask(N, Echo) ->
    Echo ! {self(), N},
    receive N -> ask(N - 1, Echo) end.

main() ->
    [spawn(fun() -> spin(0) end) || _ <- lists:seq(1, 2 * erlang:system_info(schedulers))],
    Echo = spawn(fun echo/0),
    [begin timer:sleep(10), ask(10, Echo) end || _ <- lists:seq(1, 10)],
    io:format("fair~n"),
    spin(0).
