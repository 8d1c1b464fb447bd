%% The process registered as `logger`: it is told of crashed processes and reports them.
%%
%% The runtime sends it {erts_error, Pid, Reason, Stacktrace} for every process that an error or an
%% uncaught throw ends. What happens with that is up to a function, the sink; a program that does
%% not use the logger functions has the one here, which prints what OTP's default handler prints.
-module(erts_log).

-export([start/0, set_sink/1, sync/0, error_report/2, header/2, timestamp/1]).

%% Start the process.
start() ->
    Parent = self(),
    Ref = make_ref(),
    Pid = spawn(fun() ->
                        register(logger, self()),
                        Parent ! {started, Ref},
                        loop(fun print/2)
                end),
    receive
        {started, Ref} -> Pid
    end.

%% Give crashes to Sink(Pid, Value) from now on, where Value is {Reason, Stacktrace}.
set_sink(Sink) -> call({sink, Sink}).

%% Wait until all that was reported so far is dealt with.
sync() -> call(sync).

call(Request) ->
    case whereis(logger) of
        Pid when is_pid(Pid), Pid =/= self() ->
            Monitor = monitor(process, Pid),
            Pid ! {Request, self(), Monitor},
            receive
                {done, Monitor} -> demonitor(Monitor, [flush]), ok;
                {'DOWN', Monitor, process, _, _} -> ok
            end;
        _ ->
            ok
    end.

loop(Sink) ->
    receive
        {erts_error, Pid, Reason, Stacktrace} ->
            try
                Sink(Pid, {Reason, Stacktrace})
            catch
                _:_ -> print(Pid, {Reason, Stacktrace})
            end,
            loop(Sink);
        {{sink, NewSink}, From, Tag} ->
            From ! {done, Tag},
            loop(NewSink);
        {sync, From, Tag} ->
            From ! {done, Tag},
            loop(Sink);
        _ ->
            loop(Sink)
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
timestamp(Time) ->
    Seconds = Time div 1000000,
    Universal = erlang:posixtime_to_universaltime(Seconds),
    {{Year, Month, Day}, {Hour, Minute, Second}} = erlang:universaltime_to_localtime(Universal),
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
