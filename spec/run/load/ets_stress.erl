%% args: 1
%% not-on: stress
%% (collecting at every chance leaves no time for load)
%% Eight writers and eight readers on shared tables for some seconds (argument, 5 if none is given).
%% Each writer owns a range of keys and counts in a common counter; what is in the tables at the end
%% must be what the writers say they wrote.
-module(ets_stress).
-export([main/1]).

-define(WRITERS, 8).
-define(KEYS, 500).

main(Args) ->
    Deadline = erlang:monotonic_time(millisecond) + seconds(Args) * 1000,
    [check(Type, Options, Deadline) || {Type, Options} <- tables()],
    Tables = [{Type, start(Type, Options, Deadline)} || {Type, Options} <- tables()],
    [finish(Type, Table) || {Type, Table} <- Tables],
    io:format("memory bounded: ~p~n", [erlang:memory(ets) < 64 * 1024 * 1024]).

seconds([Seconds | _]) -> list_to_integer(Seconds);
seconds([]) -> 5.

tables() ->
    [{set, [{write_concurrency, true}, {read_concurrency, true}]},
     {ordered_set, [{write_concurrency, true}]},
     {bag, []},
     {duplicate_bag, []}].

%% A table that dies with its owner while others use it.
check(Type, Options, _) ->
    Owner = spawn(fun() ->
        ets:new(doomed, [named_table, public, Type | Options]),
        receive stop -> ok end
    end),
    Users = [spawn_monitor(fun() -> use_until_gone(0) end) || _ <- lists:seq(1, 4)],
    timer:sleep(20),
    Owner ! stop,
    [receive {'DOWN', Ref, process, Pid, Reason} -> gone = Reason end || {Pid, Ref} <- Users].

use_until_gone(N) ->
    try ets:insert(doomed, {N rem 100, N}), ets:lookup(doomed, N rem 100) of
        _ -> use_until_gone(N + 1)
    catch
        error:badarg when N > 0 -> exit(gone);
        error:badarg -> use_until_gone(N)
    end.

start(Type, Options, Deadline) ->
    Table = ets:new(shared, [public, Type | Options]),
    Counter = ets:new(counter, [public, set, {write_concurrency, true}]),
    ets:insert(Counter, {writes, 0}),
    Writers = [spawn_monitor(fun() -> exit({wrote, writer(Table, Counter, I, Deadline)}) end)
               || I <- lists:seq(1, ?WRITERS)],
    Readers = [spawn_monitor(fun() -> exit({read, reader(Table, Type, Deadline, 0)}) end)
               || _ <- lists:seq(1, ?WRITERS)],
    {Table, Counter, Writers, Readers}.

finish(Type, {Table, Counter, Writers, Readers}) ->
    Wrote = [receive {'DOWN', Ref, process, Pid, {wrote, Result}} -> Result end
             || {Pid, Ref} <- Writers],
    Read = [receive {'DOWN', Ref, process, Pid, {read, Count}} -> Count end
            || {Pid, Ref} <- Readers],
    [{writes, Counted}] = ets:lookup(Counter, writes),
    Total = lists:sum([N || {N, _} <- Wrote]),
    Expected = lists:sort(lists:append([maps:to_list(Map) || {_, Map} <- Wrote])),
    Found = lists:sort(ets:tab2list(Table)),
    io:format("~p: counter right ~p, contents right ~p, all busy ~p~n",
              [Type, Counted =:= Total, Found =:= Expected,
               lists:all(fun(N) -> N > 0 end, Read ++ [N || {N, _} <- Wrote])]).

%% Writes, deletes and updates keys of its own; returns how often and what should be there.
writer(Table, Counter, I, Deadline) ->
    writer(Table, Counter, I * 10000, Deadline, 0, #{}).

writer(Table, Counter, Base, Deadline, N, Map) ->
    case N rem 64 =:= 0 andalso erlang:monotonic_time(millisecond) >= Deadline of
        true ->
            {N, Map};
        false ->
            Key = Base + (N * 7919) rem ?KEYS,
            ets:update_counter(Counter, writes, 1),
            case N rem 3 of
                0 ->
                    ets:delete(Table, Key),
                    writer(Table, Counter, Base, Deadline, N + 1, maps:remove(Key, Map));
                _ ->
                    ets:delete(Table, Key),
                    ets:insert(Table, {Key, N}),
                    writer(Table, Counter, Base, Deadline, N + 1, Map#{Key => N})
            end
    end.

%% Looks up, selects and traverses; every object it sees must be well formed.
reader(Table, Type, Deadline, N) ->
    case erlang:monotonic_time(millisecond) >= Deadline of
        true ->
            N;
        false ->
            Key = 10000 * (1 + N rem ?WRITERS) + N rem ?KEYS,
            [{Key, V} = Object || {_, V} = Object <- ets:lookup(Table, Key), is_integer(V)],
            case N rem 50 of
                0 -> walk(Table);
                25 -> true = lists:all(fun is_integer/1,
                                       ets:select(Table, [{{'$1', '$2'}, [{'>', '$2', 10}], ['$1']}]));
                _ -> ok
            end,
            reader(Table, Type, Deadline, N + 1)
    end.

walk(Table) ->
    ets:safe_fixtable(Table, true),
    walk(Table, ets:first(Table), 0),
    ets:safe_fixtable(Table, false).

walk(_, '$end_of_table', N) -> N;
walk(_, _, 5000) -> 5000;
walk(Table, Key, N) when is_integer(Key) -> walk(Table, ets:next(Table, Key), N + 1).
