%% Spawning, links, monitors, exit signals, names: what their messages and results are.
%% not-on: beam
%% erlc takes minutes for the Core of it where others compile too; the output is that of the source.
-module(processes_walk).
-export([main/0, child/1, crash/1]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    spawns(), links(), exits(), monitors(), demonitors(), aliases(), names(), dictionary(),
    flags(), info(), receives(), timers(), errors(), hibernates(), catches(), traces(),
    unique(), suspend(), group(), order(), kill_tree(), spawn_opts(), misc().

p(Tag, Value) -> io:format("~s: ~p~n", [Tag, Value]).

%% A term in which pids, references and funs are replaced by what they are.
plain(P) when is_pid(P) -> pid;
plain(R) when is_reference(R) -> ref;
plain(F) when is_function(F) -> 'fun';
plain([H | T]) -> [plain(H) | plain(T)];
plain(T) when is_tuple(T) -> list_to_tuple(plain(tuple_to_list(T)));
plain(X) -> X.

next() -> receive M -> plain(M) after 2000 -> nothing end.

child(X) -> exit({child, X}).
crash(X) -> X + 1.

spawns() ->
    S = self(),
    spawn(fun() -> S ! {fun_of, node(), self() =/= S} end),
    p(spawn1, next()),
    P = spawn_link(?MODULE, child, [1]),
    p(spawn_link, {is_pid(P), next()}),
    {P2, R} = spawn_monitor(fun() -> child(2) end),
    p(spawn_monitor, {is_pid(P2), is_reference(R), next()}),
    p(bad_spawn, catch_error(fun() -> spawn(not_a_fun) end)),
    p(bad_spawn3, catch_error(fun() -> spawn(a, b, c) end)),
    p(bad_spawn3, catch_error(fun() -> spawn(a, b, [c | d]) end)).

catch_error(F) ->
    try F() of V -> {value, plain(V)} catch C:R -> {C, plain(R)} end.

links() ->
    P = spawn(fun() -> receive go -> exit(bye) end end),
    true = link(P), true = link(P),
    P ! go,
    p(link, next()), p(only_one, next0()),
    P2 = spawn(fun() -> receive go -> exit(bye) end end),
    link(P2), unlink(P2), P2 ! go,
    p(unlinked, next0()),
    Dead = spawn(fun() -> ok end),
    wait_dead(Dead),
    p(link_dead, {link(Dead), next()}),
    process_flag(trap_exit, false),
    p(link_dead_no_trap, catch_error(fun() -> link(Dead) end)),
    process_flag(trap_exit, true),
    p(link_self, link(self())),
    p(unlink_any, unlink(Dead)),
    p(bad, catch_error(fun() -> link(foo) end)).

next0() -> receive M -> plain(M) after 50 -> nothing end.

wait_dead(P) -> case is_process_alive(P) of true -> erlang:yield(), wait_dead(P); false -> ok end.

exits() ->
    Loop = fun Loop() -> receive stop -> ok; _ -> Loop() end end,
    P1 = spawn_link(Loop),
    p(exit_normal, {exit(P1, normal), is_process_alive(P1)}),
    exit(P1, foo), p(exit_foo, next()),
    P2 = spawn_link(fun() -> process_flag(trap_exit, true), receive M -> exit({got, plain(M)}) end end),
    receive after 20 -> ok end,
    exit(P2, normal), p(trapped_normal, next()),
    P3 = spawn_link(fun() -> process_flag(trap_exit, true), receive nothing -> ok end end),
    receive after 20 -> ok end,
    exit(P3, kill), p(killed, next()),
    P4 = spawn_link(fun() -> process_flag(trap_exit, true), exit(kill) end),
    p(exit_with_kill, {is_pid(P4), next()}),
    {P5, _} = spawn_monitor(fun() -> exit(self(), normal), ok end),
    p(self_normal, {is_pid(P5), next()}),
    {_, _} = spawn_monitor(fun() -> process_flag(trap_exit, true), exit(self(), normal), receive M -> exit(plain(M)) end end),
    p(self_normal_trapped, next()),
    p(to_self, {exit(self(), hello), next()}),
    p(bad_pid, catch_error(fun() -> exit(foo, bar) end)).

monitors() ->
    {P, R} = spawn_monitor(fun() -> exit(why) end),
    receive {'DOWN', R, process, P, Reason} -> p(down, Reason) end,
    R2 = monitor(process, P),
    receive {'DOWN', R2, process, P, Reason2} -> p(down_dead, Reason2) end,
    monitor(process, no_such_name), p(name, next()),
    monitor(process, {no_such_name, node()}), p(name_node, next()),
    register(some_name, Q = spawn(fun() -> receive go -> ok end end)),
    monitor(process, some_name), Q ! go, p(named_down, next()),
    p(self, is_reference(monitor(process, self()))),
    p(bad, catch_error(fun() -> monitor(process, 1) end)),
    p(bad, catch_error(fun() -> monitor(foo, self()) end)),
    {_, _} = spawn_monitor(fun() -> error(bad) end),
    case next() of {'DOWN', ref, process, pid, {bad, [{processes_walk, _, 0, _} | _]}} -> p(error, ok); O -> p(error, O) end,
    {_, _} = spawn_monitor(fun() -> throw(ball) end),
    case next() of {'DOWN', ref, process, pid, {{nocatch, ball}, [_ | _]}} -> p(throw, ok); O2 -> p(throw, O2) end,
    {_, _} = spawn_monitor(?MODULE, no_function, [1, two]),
    p(undef, next()),
    _ = spawn_opt(fun() -> exit(tagged) end, [{monitor, [{tag, {my, tag}}]}]),
    p(tag, next()).

demonitors() ->
    P = spawn(fun() -> receive go -> ok end end),
    R = monitor(process, P),
    p(info, {demonitor(R, [info]), demonitor(R, [info]), demonitor(R)}),
    R2 = monitor(process, P),
    P ! go, wait_dead(P),
    receive after 10 -> ok end,
    p(flush, demonitor(R2, [flush, info])),
    p(nothing, next0()),
    p(bad, catch_error(fun() -> demonitor(foo) end)),
    p(bad, catch_error(fun() -> demonitor(R, [foo]) end)).

aliases() ->
    A = alias(),
    A ! one, p(alias, next()),
    p(unalias, {unalias(A), unalias(A)}),
    A ! two, p(gone, next0()),
    B = alias([reply]), B ! one, B ! two, p(reply, {next(), next0()}),
    S = self(),
    P = spawn(fun() -> receive {R, X} -> R ! {R, X * 2}, R ! {R, again}, receive stop -> ok end end end),
    M = monitor(process, P, [{alias, reply_demonitor}]),
    P ! {M, 21},
    p(call, receive {M, V} -> V after 1000 -> timeout end),
    P ! stop, p(no_down, next0()),
    M2 = monitor(process, spawn(fun() -> receive after 20 -> ok end end), [{alias, demonitor}]),
    p(down, next()),
    M2 ! x, p(alias_gone, next0()),
    p(self, is_pid(S)).

names() ->
    p(register, register(me, self())),
    p(whereis, whereis(me) =:= self()),
    p(twice, catch_error(fun() -> register(me, self()) end)),
    p(again, catch_error(fun() -> register(you, self()) end)),
    me ! hello, p(send, next()),
    {me, node()} ! hi, p(send_node, next()),
    p(registered, lists:member(me, registered())),
    p(unregister, unregister(me)),
    p(unregister_again, catch_error(fun() -> unregister(me) end)),
    p(send_nobody, catch_error(fun() -> me ! x end)),
    p(send_nobody_node, {me, node()} ! x),
    p(undefined, catch_error(fun() -> register(undefined, self()) end)),
    p(whereis_bad, catch_error(fun() -> whereis(1) end)),
    P = spawn(fun() -> receive go -> ok end end),
    register(short, P), P ! go, wait_dead(P),
    receive after 5 -> ok end,
    p(freed, whereis(short)),
    p(dead, catch_error(fun() -> register(short, P) end)).

dictionary() ->
    erase(),
    p(put, {put(a, 1), put(a, 2), put({b, [c]}, "x"), get(a), get(none)}),
    p(get, lists:sort(get())),
    p(keys, {lists:sort(get_keys()), get_keys(2)}),
    [put(K, K * K) || K <- lists:seq(1, 100)],
    [erase(K) || K <- lists:seq(1, 100), K rem 3 =/= 0],
    p(count, {length(get()), get(99), get(98)}),
    p(erase, {erase(a), erase(a), length(erase()), get()}).

flags() ->
    p(trap, {process_flag(trap_exit, true), process_flag(trap_exit, true)}),
    p(priority, {process_flag(priority, high), process_flag(priority, low), process_flag(priority, normal)}),
    p(bad, catch_error(fun() -> process_flag(trap_exit, maybe_true) end)),
    p(bad, catch_error(fun() -> process_flag(nonsense, 1) end)),
    p(max_heap, process_flag(max_heap_size, 0) =/= undefined).

info() ->
    P = spawn_link(fun() -> put(k, v), register(info_name, self()), receive stop -> ok end end),
    receive after 20 -> ok end,
    P ! one, P ! {two, [3]},
    p(info, process_info(P, [registered_name, message_queue_len, messages, trap_exit, priority, dictionary])),
    p(links, plain(process_info(P, links))),
    p(name, process_info(P, registered_name)),
    p(initial, process_info(P, initial_call)),
    R = monitor(process, P),
    p(monitored, plain(process_info(P, monitored_by))),
    p(monitors, plain(process_info(self(), monitors))),
    demonitor(R),
    p(own, {process_info(self(), message_queue_len), process_info(self(), registered_name)}),
    P ! stop, p(exit, next()),
    p(dead, process_info(P, status)),
    p(dead1, process_info(P)),
    p(bad, catch_error(fun() -> process_info(self(), nonsense) end)),
    p(bad, catch_error(fun() -> process_info(foo) end)),
    p(leader, process_info(self(), group_leader) =:= {group_leader, group_leader()}),
    p(alive, {is_process_alive(self()), is_process_alive(P)}),
    p(bad_alive, catch_error(fun() -> is_process_alive(foo) end)),
    p(processes, lists:member(self(), processes())).

receives() ->
    self() ! a, self() ! b, self() ! {c, 1}, self() ! {c, 2},
    p(c2, receive {c, 2} -> found end),
    p(b, receive b -> found after 0 -> none end),
    p(x, receive x -> found after 0 -> none end),
    p(x, receive x -> found after 10 -> none end),
    p(c1, receive {c, N} when N < 2 -> N end),
    p(a, receive M -> M end),
    p(empty, receive M2 -> M2 after 0 -> empty end),
    p(timeout_value, catch_error(fun() -> receive after foo -> ok end end)),
    p(timeout_value, catch_error(fun() -> receive after -1 -> ok end end)),
    T0 = erlang:monotonic_time(millisecond),
    receive after 60 -> ok end,
    T1 = erlang:monotonic_time(millisecond),
    p(waited, T1 - T0 >= 60),
    S = self(),
    spawn(fun() -> receive after 20 -> S ! late end end),
    p(late, receive late -> got after 5000 -> timeout end).

timers() ->
    R = erlang:send_after(20, self(), fired),
    p(left, is_integer(erlang:read_timer(R))),
    p(fired, next()),
    p(read, {erlang:read_timer(R), erlang:cancel_timer(R)}),
    R2 = erlang:start_timer(10, self(), msg),
    p(start_timer, receive {timeout, R2, X} -> X after 1000 -> none end),
    R3 = erlang:send_after(5000, self(), never),
    L = erlang:cancel_timer(R3),
    p(cancel, L > 4000 andalso L =< 5000),
    register(timer_name, self()),
    erlang:send_after(5, timer_name, by_name), p(by_name, next()),
    unregister(timer_name),
    R4 = erlang:send_after(5000, self(), never),
    p(async, {erlang:cancel_timer(R4, [{async, true}]), case next() of {cancel_timer, ref, T} when is_integer(T) -> ok; O -> O end}),
    p(noinfo, erlang:cancel_timer(R4, [{info, false}])),
    p(zero, begin erlang:send_after(0, self(), zero), next() end),
    p(abs, begin erlang:send_after(erlang:monotonic_time(millisecond) + 5, self(), abs, [{abs, true}]), next() end),
    p(bad, catch_error(fun() -> erlang:send_after(-1, self(), x) end)),
    p(bad, catch_error(fun() -> erlang:send_after(a, self(), x) end)),
    p(bad, catch_error(fun() -> erlang:cancel_timer(foo) end)),
    p(unknown, erlang:cancel_timer(make_ref())).

errors() ->
    p(send_bad, catch_error(fun() -> 1 ! x end)),
    p(apply, catch_error(fun() -> apply(fun(A) -> A end, []) end)),
    p(badfun, catch_error(fun() -> F = id(1), F(2) end)),
    p(apply3, apply(lists, reverse, [[1, 2]])),
    p(undef, catch_error(fun() -> apply(id(no_mod), f, []) end)),
    p(bad_apply, catch_error(fun() -> apply(id(lists), reverse, id(foo)) end)),
    p(bad_apply, catch_error(fun() -> (id(1)):foo() end)),
    p(error2, try error(r, [1]) catch error:r:St2 -> element(3, hd(St2)) end),
    p(raise, try erlang:raise(throw, x, []) catch T:V -> {T, V} end),
    p(raise_bad, erlang:raise(id(foo), x, [])).

id(X) -> X.

hibernates() ->
    S = self(),
    P = spawn(fun() -> erlang:hibernate(erlang, send, [S, woken]) end),
    receive after 10 -> ok end,
    P ! x,
    p(hibernate, next()),
    P2 = spawn_link(fun() -> catch erlang:hibernate(?MODULE, child, [h]) end),
    P2 ! x, p(hibernate_exit, next()).

catches() ->
    p(c1, catch throw(x)),
    p(c2, catch exit(x)),
    p(c3, case catch error(x) of {'EXIT', {x, [_ | _]}} -> ok end),
    p(nested, try try throw(a) after put(after_ran, yes) end catch throw:a -> {caught, erase(after_ran)} end),
    p(reraise, try try error(a) catch C:R:St -> erlang:raise(C, {again, R}, St) end catch error:E -> E end).

traces() ->
    p(trace, try deep(5) catch error:R1:S1 -> {R1, [{M, F, A} || {M, F, A, _} <- lists:sublist(S1, 6), M =:= ?MODULE]} end),
    p(bif_trace, try crash(a) catch error:R2:S2 -> {R2, [{M, F, A} || {M, F, A, _} <- lists:sublist(S2, 2)]} end),
    p(undef_trace, try ?MODULE:none(1) catch error:R3:S3 -> {R3, hd(S3)} end),
    p(fc_trace, try fc(b) catch error:R4:S4 -> {R4, element(3, hd(S4))} end).

deep(-1) -> 0;
deep(0) -> error(bottom);
deep(N) -> 1 + deep(N - 1).
fc(a) -> ok.

unique() ->
    A = erlang:unique_integer(), B = erlang:unique_integer(),
    C = erlang:unique_integer([monotonic]), D = erlang:unique_integer([monotonic]),
    p(unique, {A =/= B, C < D, erlang:unique_integer([positive]) > 0}),
    p(refs, make_ref() =/= make_ref()),
    p(bad, catch_error(fun() -> erlang:unique_integer([foo]) end)).

suspend() ->
    S = self(),
    P = spawn_link(fun Loop() -> S ! tick, receive after 5 -> Loop() end end),
    next(),
    erlang:suspend_process(P),
    flush(), p(suspended, next0()),
    erlang:resume_process(P), p(resumed, next()),
    unlink(P), exit(P, kill), wait_dead(P), flush().

flush() -> receive _ -> flush() after 0 -> ok end.

group() ->
    P = spawn_link(fun() -> receive {leader, F} -> F ! {leader, group_leader() =:= F} end end),
    group_leader(self(), P), P ! {leader, self()},
    p(group_leader, next()), p(normal, next()),
    p(bad, catch_error(fun() -> group_leader(self(), foo) end)).

%% Signals of one process arrive in order, also of different kinds.
order() ->
    S = self(),
    P = spawn(fun() -> receive go -> [S ! I || I <- lists:seq(1, 1000)], exit(last) end end),
    link(P), P ! go,
    L = collect(1000, []),
    p(order, {L =:= lists:seq(1, 1000), next()}).

collect(0, A) -> lists:reverse(A);
collect(N, A) -> receive X -> collect(N - 1, [X | A]) end.

kill_tree() ->
    P = spawn(fun() -> tree(6), receive stop -> ok end end),
    receive after 50 -> ok end,
    R = monitor(process, P),
    exit(P, felled), p(tree, next()),
    p(ref, is_reference(R)).

tree(0) -> ok;
tree(N) -> [spawn_link(fun() -> tree(N - 1), receive stop -> ok end end) || _ <- [1, 2]].

spawn_opts() ->
    {P, R} = spawn_opt(fun() -> exit(done) end, [link, monitor, {priority, high}, {min_heap_size, 1000}]),
    p(both, {is_pid(P), is_reference(R), lists:sort([next(), next()])}),
    p(bad, catch_error(fun() -> spawn_opt(fun() -> ok end, [nonsense]) end)),
    p(max_heap, begin
        {_, _} = spawn_opt(fun() -> grow([]) end, [monitor, {max_heap_size, #{size => 100000, kill => true, error_logger => false}}]),
        next() end).

grow(L) -> grow([L, L, 1, 2, 3 | L]).

misc() ->
    p(node, {node(), nodes(), is_alive(), node(self())}),
    p(yield, erlang:yield()),
    p(gc, {garbage_collect(), garbage_collect(self())}),
    p(send, {erlang:send(self(), m), erlang:send(self(), n, [nosuspend]), next(), next()}),
    p(bump, erlang:bump_reductions(100)),
    p(exported, {erlang:function_exported(?MODULE, child, 1), erlang:function_exported(?MODULE, child, 9)}),
    p(loaded, {erlang:module_loaded(?MODULE), erlang:module_loaded(no_module_of_this_name)}),
    p(time, {is_integer(erlang:system_time()), is_integer(erlang:monotonic_time(second)), tuple_size(erlang:timestamp())}),
    p(date, {tuple_size(date()), tuple_size(time()), tuple_size(erlang:localtime())}),
    p(univ, erlang:universaltime_to_localtime(erlang:localtime_to_universaltime({{2020, 1, 2}, {3, 4, 5}}))),
    p(posix, erlang:universaltime_to_posixtime({{2000, 2, 29}, {12, 0, 0}})),
    p(info, {erlang:system_info(wordsize), is_integer(erlang:system_info(process_count)), is_integer(erlang:system_info(schedulers))}),
    p(stats, {tuple_size(statistics(reductions)), tuple_size(statistics(wall_clock))}).
