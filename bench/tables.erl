%% An ets table: 200,000 objects inserted, looked up three times, counted and deleted.
-module(tables).
-export([main/0]).

insert(0, _) -> ok;
insert(N, Table) -> ets:insert(Table, {N, N rem 1000, <<"value">>}), insert(N - 1, Table).

look_up(0, _, Sum) -> Sum;
look_up(N, Table, Sum) ->
    [{_, Value, _}] = ets:lookup(Table, N),
    look_up(N - 1, Table, Sum + Value).

count(0, _) -> ok;
count(N, Table) -> ets:update_counter(Table, N, {2, 1}), count(N - 1, Table).

delete(0, _) -> ok;
delete(N, Table) -> ets:delete(Table, N), delete(N - 1, Table).

main() ->
    Start = erlang:monotonic_time(microsecond),
    Table = ets:new(tables, [set, public]),
    insert(200000, Table),
    Sum = lists:sum([look_up(200000, Table, 0) || _ <- [1, 2, 3]]),
    count(200000, Table),
    Result = look_up(200000, Table, Sum),
    delete(200000, Table),
    0 = ets:info(Table, size),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Result, Stop - Start]).
