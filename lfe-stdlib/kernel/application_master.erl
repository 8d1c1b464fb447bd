%% The process at the head of a running application: the group leader of the application's
%% processes, which passes their input and output on.
%%
%% It does not start the application itself, since it must serve its output meanwhile: that is
%% done by a process of its own, to which the top supervisor is linked and which lives as long.
-module(application_master).

-export([start_link/2, init/4, stop/1, get_child/1]).

%% Starts an application: #{name, mod, start_phases}, with start type Type. The process sends
%% {application_started, Name} to the caller when it runs, or exits with the reason why not.
start_link(Application, Type) ->
    proc_lib:spawn_link(?MODULE, init, [self(), self(), Application, Type]).

%% Tells a master to stop its application.
stop(Master) ->
    Master ! {stop, self()},
    ok.

%% The top supervisor of an application: {Pid, Module}.
get_child(Master) ->
    Monitor = erlang:monitor(process, Master),
    Master ! {get_child, self(), Monitor},
    receive
        {Monitor, Child} ->
            erlang:demonitor(Monitor, [flush]),
            Child;
        {'DOWN', Monitor, _, _, _} ->
            []
    end.

%% First function of a master.
init(Controller, _Starter, Application, Type) ->
    process_flag(trap_exit, true),
    Leader = leader(),
    group_leader(Leader, self()),
    Self = self(),
    Runner = spawn_link(fun() -> run(Self, Application, Type) end),
    starting(Controller, Leader, Runner, map_get(name, Application)).

leader() ->
    case whereis(init) of
        Pid when is_pid(Pid) ->
            {group_leader, Leader} = process_info(Pid, group_leader),
            Leader;
        undefined ->
            group_leader()
    end.

starting(Controller, Leader, Runner, Name) ->
    receive
        {started, Runner, Child} ->
            Controller ! {application_started, Name, self()},
            running(Controller, Leader, Runner, Child);
        {failed, Runner, Reason} ->
            kill_all(),
            exit(Reason);
        {'EXIT', Runner, Reason} ->
            kill_all(),
            exit(Reason);
        {'EXIT', Controller, Reason} ->
            exit(Runner, kill),
            terminate(Reason, Runner);
        Message ->
            serve(Message, Leader, []),
            starting(Controller, Leader, Runner, Name)
    end.

running(Controller, Leader, Runner, Child) ->
    receive
        {stop, Controller} ->
            Runner ! {stop, self()},
            stopping(Controller, Leader, Runner);
        {'EXIT', Controller, _Reason} ->
            Runner ! {stop, self()},
            stopping(Controller, Leader, Runner);
        {'EXIT', Runner, Reason} ->
            terminate(Reason, Runner);
        Message ->
            serve(Message, Leader, Child),
            running(Controller, Leader, Runner, Child)
    end.

stopping(Controller, Leader, Runner) ->
    receive
        {'EXIT', Runner, _Reason} ->
            terminate(normal, Runner);
        {'EXIT', Controller, _Reason} ->
            stopping(Controller, Leader, Runner);
        Message ->
            serve(Message, Leader, []),
            stopping(Controller, Leader, Runner)
    end.

serve({io_request, _, _, _} = Request, Leader, _Child) -> Leader ! Request;
serve({get_child, From, Tag}, _Leader, Child) -> From ! {Tag, Child};
serve(_, _Leader, _Child) -> ok.

terminate(Reason, _Runner) ->
    kill_all(),
    exit(Reason).

%% Processes that the application left behind end with it.
kill_all() ->
    Self = self(),
    [exit(Pid, kill) || Pid <- processes(), Pid =/= Self,
                        process_info(Pid, group_leader) =:= {group_leader, Self}],
    ok.

%% ---------------------------------------------------------------- the running process

run(Master, #{mod := {Module, Args}} = Application, Type) ->
    process_flag(trap_exit, true),
    group_leader(Master, self()),
    case start(Module, Args, Type) of
        {ok, Pid, State} ->
            case start_phases(maps:get(start_phases, Application, undefined), Module, Type) of
                ok ->
                    Master ! {started, self(), {Pid, Module}},
                    wait(Master, Module, Pid, State);
                {error, Reason} ->
                    shutdown(Pid),
                    Master ! {failed, self(), Reason}
            end;
        {error, Reason} ->
            Master ! {failed, self(), Reason}
    end.

start(Module, Args, Type) ->
    Call = {Module, start, [Type, Args]},
    case catch Module:start(Type, Args) of
        {ok, Pid} when is_pid(Pid) -> {ok, Pid, []};
        {ok, Pid, State} when is_pid(Pid) -> {ok, Pid, State};
        {error, Reason} -> {error, {Reason, Call}};
        Other -> {error, {bad_return, {Call, Other}}}
    end.

start_phases([{Phase, Args} | Phases], Module, Type) ->
    Call = {Module, start_phase, [Phase, Type, Args]},
    case catch Module:start_phase(Phase, Type, Args) of
        ok -> start_phases(Phases, Module, Type);
        {error, Reason} -> {error, {Reason, Call}};
        Other -> {error, {bad_return, {Call, Other}}}
    end;
start_phases(_, _Module, _Type) ->
    ok.

wait(Master, Module, Pid, State) ->
    receive
        {'EXIT', Pid, Reason} ->
            Last = prepare_stop(Module, State),
            catch Module:stop(Last),
            exit(Reason);
        {stop, Master} ->
            Last = prepare_stop(Module, State),
            shutdown(Pid),
            catch Module:stop(Last),
            exit(normal);
        _ ->
            wait(Master, Module, Pid, State)
    end.

prepare_stop(Module, State) ->
    case erlang:function_exported(Module, prep_stop, 1) of
        true ->
            case catch Module:prep_stop(State) of
                {'EXIT', _} -> State;
                NewState -> NewState
            end;
        false ->
            State
    end.

shutdown(Pid) ->
    Monitor = erlang:monitor(process, Pid),
    exit(Pid, shutdown),
    receive
        {'DOWN', Monitor, _, _, _} -> ok
    end,
    receive
        {'EXIT', Pid, _} -> ok
    after 0 -> ok
    end.
