%% How a supervisor stops its children.
-module(supervisor_stop).

-export([one/2, all_alike/3]).

-include("supervisor_child.hrl").

%% Stops a child as its specification says and reports if it ended otherwise than it should.
one(#child{pid = Pid} = Child, Supervisor) when is_pid(Pid) ->
    case stop(Pid, Child#child.shutdown) of
        ok -> ok;
        {error, Reason} -> report(Reason, Child, Supervisor)
    end;
one(_Child, _Supervisor) ->
    ok.

%% Children that may end need not wait for the order.
report(Reason, #child{restart_type = Restart}, _Supervisor)
  when Restart =/= permanent, Reason =:= normal;
       Restart =/= permanent, tuple_size(Reason) =:= 2, element(1, Reason) =:= shutdown ->
    ok;
report(Reason, Child, Supervisor) ->
    supervisor_report:failure(shutdown_error, Reason, Child, Supervisor).

stop(Pid, Shutdown) ->
    case watch(Pid) of
        {ok, Monitor} ->
            Reason = stop(Pid, Monitor, Shutdown),
            case Reason of
                killed when Shutdown =:= brutal_kill -> ok;
                shutdown when Shutdown =/= brutal_kill -> ok;
                _ -> {error, Reason}
            end;
        {ended, Reason} ->
            {error, Reason}
    end.

stop(Pid, Monitor, brutal_kill) ->
    exit(Pid, kill),
    await(Monitor);
stop(Pid, Monitor, Timeout) ->
    exit(Pid, shutdown),
    receive
        {'DOWN', Monitor, process, Pid, Reason} -> Reason
    after Timeout ->
        exit(Pid, kill),
        await(Monitor)
    end.

await(Monitor) ->
    receive
        {'DOWN', Monitor, process, _, Reason} -> Reason
    end.

%% From here on the end of a child is told by a monitor. If it has ended already, its 'EXIT' is
%% in the mailbox and tells why.
watch(Pid) ->
    Monitor = erlang:monitor(process, Pid),
    unlink(Pid),
    receive
        {'EXIT', Pid, Reason} ->
            await(Monitor),
            {ended, Reason}
    after 0 ->
        {ok, Monitor}
    end.

%% Stops all children of a simple_one_for_one supervisor at once. Reasons other than they should
%% be are reported once each, with the number of children.
all_alike(#child{restart_type = Restart, shutdown = Shutdown} = Child, Dynamics, Supervisor) ->
    Pids = [Pid || Pid <- maps:keys(Dynamics), is_pid(Pid)],
    {Monitors, Ended} = watch_all(Pids, #{}, []),
    Signal = case Shutdown of
                 brutal_kill -> kill;
                 _ -> shutdown
             end,
    [exit(Pid, Signal) || Pid <- maps:values(Monitors)],
    Timer = case is_integer(Shutdown) of
                true -> erlang:start_timer(Shutdown, self(), kill);
                false -> undefined
            end,
    Reasons = await_all(Monitors, Timer, Ended),
    is_reference(Timer) andalso erlang:cancel_timer(Timer),
    receive
        {timeout, Timer, kill} -> ok
    after 0 -> ok
    end,
    Wrong = [{Reason, Pid} || {Pid, Reason} <- Reasons,
                              is_wrong(Reason, Shutdown, Restart)],
    Groups = maps:groups_from_list(fun({Reason, _}) -> Reason end, fun({_, Pid}) -> Pid end,
                                   Wrong),
    [supervisor_report:failure(shutdown_error, Reason, Child#child{pid = Some}, Supervisor)
     || {Reason, Some} <- maps:to_list(Groups)],
    ok.

watch_all([Pid | Pids], Monitors, Ended) ->
    case watch(Pid) of
        {ok, Monitor} -> watch_all(Pids, Monitors#{Monitor => Pid}, Ended);
        {ended, Reason} -> watch_all(Pids, Monitors, [{Pid, Reason} | Ended])
    end;
watch_all([], Monitors, Ended) ->
    {Monitors, Ended}.

await_all(Monitors, _Timer, Ended) when map_size(Monitors) =:= 0 ->
    Ended;
await_all(Monitors, Timer, Ended) ->
    receive
        {'DOWN', Monitor, process, Pid, Reason} when is_map_key(Monitor, Monitors) ->
            await_all(maps:remove(Monitor, Monitors), Timer, [{Pid, Reason} | Ended]);
        {timeout, Timer, kill} ->
            [exit(Pid, kill) || Pid <- maps:values(Monitors)],
            await_all(Monitors, undefined, Ended)
    end.

is_wrong(killed, brutal_kill, _Restart) -> false;
is_wrong(shutdown, Shutdown, _Restart) when Shutdown =/= brutal_kill -> false;
is_wrong({shutdown, _}, _Shutdown, Restart) -> Restart =:= permanent;
is_wrong(normal, _Shutdown, Restart) -> Restart =:= permanent;
is_wrong(_, _Shutdown, _Restart) -> true.
