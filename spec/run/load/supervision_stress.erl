%% args: 1
%% not-on: stress
%% (collecting at every chance leaves no time for load)
%% A tree of supervisors whose processes are killed at random for some seconds (argument, 5 if none
%% is given): it must be whole again at the end, with no process left over.
-module(supervision_stress).
-behaviour(supervisor).
-export([main/1, init/1, start_leaf/1, start_branch/1]).

main(Args) ->
    logger:set_primary_config(level, none),
    Seconds = case Args of [Text | _] -> list_to_integer(Text); [] -> 5 end,
    Before = length(processes()),
    {ok, Top} = supervisor:start_link(?MODULE, top),
    Whole = count(),
    Deadline = erlang:monotonic_time(millisecond) + Seconds * 1000,
    Kills = [spawn_monitor(fun() -> exit({killed, kill(Top, Deadline, I, 0)}) end)
             || I <- lists:seq(1, 4)],
    Counts = [receive {'DOWN', Ref, process, Pid, {killed, N}} -> N end || {Pid, Ref} <- Kills],
    settle(Top, Whole, 200),
    io:format("killed some: ~p~n", [lists:all(fun(N) -> N > 0 end, Counts)]),
    io:format("whole again: ~p~n", [leaves(Top) =:= 40]),
    Names = lists:sort([Name || Name <- registered(), is_leaf_name(Name)]),
    io:format("all registered: ~p~n", [length(Names) =:= 40]),
    unlink(Top),
    Ref = monitor(process, Top),
    exit(Top, shutdown),
    receive {'DOWN', Ref, process, Top, Reason} -> io:format("stopped: ~p~n", [Reason]) end,
    io:format("nothing left: ~p~n", [length(processes()) =:= Before]).

is_leaf_name(Name) -> lists:prefix("leaf_", atom_to_list(Name)).

count() -> length(processes()).

init(top) ->
    Branches = [#{id => I, type => supervisor, start => {?MODULE, start_branch, [I]}}
                || I <- lists:seq(1, 8)],
    {ok, {#{strategy => one_for_one, intensity => 1000000, period => 1}, Branches}};
init({branch, I}) ->
    Strategy = element(1 + I rem 3, {one_for_one, one_for_all, rest_for_one}),
    Leaves = [#{id => N, start => {?MODULE, start_leaf, [leaf_name(I, N)]}}
              || N <- lists:seq(1, 5)],
    {ok, {#{strategy => Strategy, intensity => 1000000, period => 1}, Leaves}}.

leaf_name(I, N) -> list_to_atom(lists:concat(["leaf_", I, "_", N])).

start_branch(I) -> supervisor:start_link(?MODULE, {branch, I}).

start_leaf(Name) ->
    proc_lib:start_link(erlang, apply, [fun() ->
        register(Name, self()),
        proc_lib:init_ack({ok, self()}),
        receive stop -> ok end
    end, []]).

kill(Top, Deadline, Seed, N) ->
    case erlang:monotonic_time(millisecond) >= Deadline of
        true ->
            N;
        false ->
            R = (Seed * 1103515245 + 12345) band 16#7fffffff,
            Killed = kill_one(Top, R bsr 8),
            N rem 20 =:= 0 andalso timer:sleep(1),
            kill(Top, Deadline, R, N + Killed)
    end.

%% Mostly leaves, by name; now and then a whole branch.
kill_one(Top, R) when R rem 50 =:= 0 ->
    try supervisor:which_children(Top) of
        Children ->
            {_, Pid, _, _} = lists:nth(1 + R rem length(Children), Children),
            is_pid(Pid) andalso exit(Pid, kill),
            1
    catch exit:_ -> 0
    end;
kill_one(_, R) ->
    case whereis(leaf_name(1 + R rem 8, 1 + (R bsr 4) rem 5)) of
        undefined -> 0;
        Pid -> exit(Pid, kill), 1
    end.

settle(_, _, 0) -> ok;
settle(Top, Whole, N) ->
    case leaves(Top) =:= 40 andalso count() =:= Whole of
        true -> ok;
        false -> timer:sleep(10), settle(Top, Whole, N - 1)
    end.

leaves(Top) ->
    lists:sum([length([P || {_, P, _, _} <- supervisor:which_children(Branch), is_pid(P)])
               || {_, Branch, _, _} <- supervisor:which_children(Top), is_pid(Branch)]).
