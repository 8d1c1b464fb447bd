%% The process registered as `logger`: it is told of crashed processes and reports them.
%%
%% The runtime sends it {erts_error, Pid, Reason, Stacktrace} for every process that an error or an
%% uncaught throw ends. What happens with that is up to a function, the sink; a program that does
%% not use the logger functions has the one here, which prints what OTP's default handler prints.
-module(erts_log).

-export([start/0, set_sink/1, run/1, sync/0, error_report/2, header/2, timestamp/1, timestamp/2]).

%% Start the process.
start() ->
    Parent = self(),
    Ref = make_ref(),
    Pid = spawn(fun() ->
                        register(logger, self()),
                        Parent ! {started, Ref},
                        loop()
                end),
    receive
        {started, Ref} -> Pid
    end.

%% Give crashes to Sink(Pid, Value) from now on, where Value is {Reason, Stacktrace}.
set_sink(Sink) ->
    run(fun() ->
                put(sink, Sink),
                ok
        end).

%% Wait until all that was reported so far is dealt with.
sync() -> run(fun() -> ok end).

%% Call a function in this process, one after the other; its value, or the exception it raises.
run(Fun) ->
    case whereis(logger) of
        Pid when is_pid(Pid), Pid =/= self() ->
            Monitor = monitor(process, Pid),
            Pid ! {run, self(), Monitor, Fun},
            receive
                {done, Monitor, {value, Value}} ->
                    demonitor(Monitor, [flush]),
                    Value;
                {done, Monitor, {exception, Class, Reason, Stack}} ->
                    demonitor(Monitor, [flush]),
                    erlang:raise(Class, Reason, Stack);
                {'DOWN', Monitor, process, _, Reason} ->
                    exit(Reason)
            end;
        _ ->
            Fun()
    end.

loop() ->
    receive
        {erts_error, Pid, Reason, Stacktrace} ->
            report(Pid, {Reason, Stacktrace}),
            loop();
        {run, From, Tag, Fun} ->
            Result = try
                         {value, Fun()}
                     catch
                         Class:Reason:Stack -> {exception, Class, Reason, Stack}
                     end,
            From ! {done, Tag, Result},
            loop();
        _ ->
            loop()
    end.

report(Pid, Value) ->
    try
        case get(sink) of
            undefined -> print(Pid, Value);
            Sink -> Sink(Pid, Value)
        end
    catch
        _:_ -> ok
    end.

print(Pid, Value) ->
    io:put_chars(user, error_report(Pid, Value)).

%% The text about a process that ended with an error.
error_report(Pid, Value) ->
    [header("ERROR", erlang:system_time(microsecond)),
     io_lib:format("Error in process ~p with exit value:~n~p~n", [Pid, Value]), $\n].

%% The line above a report, for a time in microseconds since 1970.
header(Title, Time) -> [$=, Title, " REPORT==== ", timestamp(Time), " ===\n"].

%% A time as 21-Nov-2026::02:20:00.123456, in the local time zone.
timestamp(Time) -> timestamp(Time, local).

%% The same in local or universal time.
timestamp(Time, Zone) ->
    Universal = erlang:posixtime_to_universaltime(Time div 1000000),
    {{Year, Month, Day}, {Hour, Minute, Second}} =
        case Zone of
            local -> erlang:universaltime_to_localtime(Universal);
            universal -> Universal
        end,
    [integer_to_list(Day), $-, month(Month), $-, integer_to_list(Year), "::", two(Hour), $:,
     two(Minute), $:, two(Second), $., six(Time rem 1000000)].

month(Month) ->
    element(Month, {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}).

two(N) when N < 10 -> [$0 | integer_to_list(N)];
two(N) -> integer_to_list(N).

six(N) ->
    Digits = integer_to_list(N),
    [lists:duplicate(6 - length(Digits), $0) | Digits].
