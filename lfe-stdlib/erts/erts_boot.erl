%% The first process of a program, registered as `init`: it starts the I/O servers and the
%% reporter of crashes, runs the program in a process of its own, and halts when that is done.
%%
%% The exit status is 0 when the entry function returns or exits with reason normal, else 1; an
%% error is reported on standard error. The process answers the questions of module init.
-module(erts_boot).

-export([start/3]).

-record(boot, {entry, monitor, arguments}).

%% Run Module:Function. Arguments is a list of strings, or none; with a list the function that
%% takes it is preferred. Where Function is undefined it is main, or start without arguments.
start(Module, Function, Arguments) ->
    register(init, self()),
    process_flag(trap_exit, true),
    group_leader(erts_user:start(user, 1), self()),
    erts_user:start(standard_error, 2),
    erts_log:start(),
    Boot = self(),
    Run = fun() -> Boot ! {entry, self(), run(Module, Function, Arguments)} end,
    {Pid, Monitor} = spawn_monitor(Run),
    loop(#boot{entry = Pid, monitor = Monitor, arguments = Arguments}).

run(Module, Function, Arguments) ->
    try
        lists:foreach(fun on_load/1, erlang:loaded()),
        call(Module, Function, Arguments),
        ok
    catch
        exit:normal -> ok;
        exit:Reason -> {failed, Reason};
        throw:Term:Stack -> {failed, {{nocatch, Term}, own_frames(Stack)}};
        error:Reason:Stack -> {failed, {Reason, own_frames(Stack)}}
    end.

%% Run the -on_load function of a module, if it has one. One that fails does no harm to the others.
on_load(Module) ->
    case lists:keyfind(on_load, 1, erlang:get_module_info(Module, attributes)) of
        {on_load, [{Function, 0} | _]} ->
            catch Module:Function();
        _ ->
            ok
    end.

call(Module, undefined, Arguments) ->
    case erlang:function_exported(Module, main, 1)
        orelse erlang:function_exported(Module, main, 0) of
        true -> call(Module, main, Arguments);
        false -> Module:start()
    end;
call(Module, Function, Arguments) when is_list(Arguments) ->
    case erlang:function_exported(Module, Function, 1) of
        true -> Module:Function(Arguments);
        false -> Module:Function()
    end;
call(Module, Function, none) ->
    Module:Function().

%% A stack trace without the functions of this module.
own_frames([{?MODULE, _, _, _} | _]) -> [];
own_frames([Frame | Frames]) -> [Frame | own_frames(Frames)];
own_frames([]) -> [].

loop(#boot{entry = Entry, monitor = Monitor} = Boot) ->
    receive
        {entry, Entry, ok} ->
            halt_program(0);
        {entry, Entry, {failed, Value}} ->
            failed(Entry, Value);
        {'DOWN', Monitor, process, Entry, normal} ->
            halt_program(0);
        {'DOWN', Monitor, process, Entry, Reason} ->
            failed(Entry, Reason);
        {stop, Status} ->
            stop(Status);
        {erts_signal, sigterm} ->
            stop(0);
        {arguments, From, Tag} ->
            From ! {Tag, Boot#boot.arguments},
            loop(Boot);
        _ ->
            loop(Boot)
    end.

failed(Pid, Value) ->
    flush(),
    Report = unicode:characters_to_binary(erts_log:error_report(Pid, Value)),
    erts_io:write_sync(2, Report),
    erlang:halt(1).

%% Stop the applications, if there are any, before the program halts.
stop(Status) ->
    case whereis(application_controller) of
        Pid when is_pid(Pid) ->
            Monitor = monitor(process, Pid),
            Pid ! {stop_all, self(), Monitor},
            receive
                {stopped_all, Monitor} -> ok;
                {'DOWN', Monitor, process, _, _} -> ok
            end;
        undefined ->
            ok
    end,
    halt_program(Status).

halt_program(Status) ->
    flush(),
    erlang:halt(Status).

flush() ->
    erts_log:sync(),
    erts_user:flush(whereis(user)),
    erts_user:flush(whereis(standard_error)),
    ok.
