%% Unit tests: the functions that run them.
%%
%% Tests are described as the user's guide of EUnit says; eunit_tree takes descriptions apart,
%% eunit_run runs them, and listeners (eunit_listener) hear of it: eunit_tty prints the report.
-module(eunit).

-export([start/0, start/1, stop/0, stop/1, test/1, test/2, test/3]).

%% Starts a server of tests. None is needed here: tests are run by processes of their own.
start() -> start(eunit_server).

%% The same with a name.
start(Name) when is_atom(Name) -> {ok, self()}.

%% Stops the server that start/0 started.
stop() -> stop(eunit_server).

%% The same with a name.
stop(Name) when is_atom(Name) -> ok.

%% Runs tests and prints a report: ok, or error when one failed or could not run.
test(Tests) -> test(Tests, []).

%% The same with options: verbose; no_tty for no report on standard output; {report, Module} or
%% {report, {Module, Options}} for a listener more; {print_depth, Depth}; {scale_timeouts, Factor}.
test(Tests, Options) -> test(eunit_server, Tests, Options).

%% The same by a server, whose name does not matter here.
test(Server, Tests, Option) when not is_list(Option) -> test(Server, Tests, [Option]);
test(_Server, Tests, Options) ->
    Listeners = [{listener(Report, Options), Report} || Report <- reports(Options)],
    case [Name || {{error, _}, Name} <- Listeners] of
        [] -> run(Tests, Options, [Pid || {Pid, _} <- Listeners]);
        [Name | _] -> {error, {cannot_start_listener, Name}}
    end.

reports(Options) ->
    Given = proplists:get_all_values(report, Options),
    case proplists:get_bool(no_tty, Options) of
        true -> Given;
        false -> [eunit_tty | Given]
    end.

listener(eunit_tty, Options) -> eunit_tty:start(Options);
listener({Module, Own}, Options) -> start_listener(Module, Own ++ Options);
listener(Module, Options) -> start_listener(Module, Options).

start_listener(Module, Options) ->
    try Module:start(Options) of
        Pid when is_pid(Pid) -> Pid;
        Other -> {error, Other}
    catch
        error:undef -> {error, Module}
    end.

run(Tests, Options, Listeners) ->
    Ref = eunit_run:start(Tests, Options),
    Monitors = [{Pid, monitor(process, Pid)} || Pid <- Listeners],
    [Pid ! {start, Ref} || Pid <- Listeners],
    Bad = forward(Ref, Listeners, 0),
    [Pid ! {stop, Ref, self()} || Pid <- Listeners],
    Results = [result(Monitor, Ref) || {_, Monitor} <- Monitors],
    case lists:member(error, Results) orelse Bad > 0 of
        true -> error;
        false -> ok
    end.

%% Hands events on until the run is over; the number of those that tell of something wrong.
forward(Ref, Listeners, Bad) ->
    receive
        {event, Ref, What, Kind, Id, Data, _} ->
            [Pid ! {eunit_event, What, Kind, [{id, Id} | Data]} || Pid <- Listeners],
            forward(Ref, Listeners, Bad + is_bad(What, Data));
        {finished, Ref} ->
            [Pid ! {eunit_event, finished} || Pid <- Listeners],
            Bad
    end.

is_bad(cancel, _Data) -> 1;
is_bad(stop, Data) ->
    case proplists:get_value(status, Data, ok) of
        ok -> 0;
        _ -> 1
    end;
is_bad(start, _Data) -> 0.

%% What a listener says, or ok if it ends without a word.
result(Monitor, Ref) ->
    receive
        {result, Ref, Result} ->
            demonitor(Monitor, [flush]),
            Result;
        {'DOWN', Monitor, process, _, normal} ->
            ok;
        {'DOWN', Monitor, process, _, _} ->
            error
    end.
