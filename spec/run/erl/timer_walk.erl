%% Walks through module timer.
-module(timer_walk).
-export([main/0]).

main() ->
    show(timer:seconds(2)),
    show(timer:minutes(2)),
    show(timer:hours(2)),
    show(timer:hms(1, 2, 3)),
    show(timer:now_diff({1, 2, 3}, {0, 1, 5})),
    show(timer:sleep(1)),
    show(catch_reason(fun() -> timer:sleep(a) end)),
    {Time, Value} = timer:tc(fun() -> timer:sleep(20), value end),
    show({Time >= 20000, Time < 2000000, Value}),
    show(element(2, timer:tc(fun lists:reverse/1, [[1, 2]]))),
    show(element(2, timer:tc(lists, sort, [[2, 1]]))),
    {ok, _} = timer:send_after(30, third),
    {ok, _} = timer:send_after(20, self(), second),
    {ok, _} = timer:send_after(10, first),
    show([take(), take(), take()]),
    {ok, Cancelled} = timer:send_after(20, never),
    show(timer:cancel(Cancelled)),
    Self = self(),
    {ok, _} = timer:apply_after(10, erlang, send, [Self, applied]),
    show(take()),
    {ok, Interval} = timer:send_interval(5, tick),
    show([take(), take(), take()]),
    show(timer:cancel(Interval)),
    Pid = spawn(fun() -> timer:sleep(10000) end),
    Monitor = monitor(process, Pid),
    {ok, _} = timer:exit_after(5, Pid, reason),
    receive
        {'DOWN', Monitor, process, Pid, Reason} -> show(Reason)
    end,
    show([timer:send_after(a, x), timer:send_after(-1, x), timer:apply_after(1, m, "f", []),
          timer:cancel(x), timer:send_interval(-1, x)]).

take() ->
    receive
        Message -> Message
    after 2000 -> nothing
    end.

catch_reason(Fun) ->
    try
        Fun()
    catch
        Class:Reason -> {Class, Reason}
    end.

show(Term) -> io:format("~p~n", [Term]).
