%% Event managers: handlers added, deleted, swapped, supervised, failing; calls and notifications.
-module(gen_event_walk).
-behaviour(gen_event).

-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2, code_change/3]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    handlers(),
    supervised(),
    swaps(),
    faults(),
    names(),
    ends().

show(What, Value) -> io:format("~w: ~w~n", [What, plain(Value)]).

plain(Pid) when is_pid(Pid) -> pid;
plain(Ref) when is_reference(Ref) -> ref;
plain({gen_event, F, A, L}) when is_atom(F), is_integer(A), is_list(L) -> {gen_event, F};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_list(A), is_list(L) -> {M, F, length(A)};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_integer(A), is_list(L) -> {M, F, A};
plain({'EXIT', {Reason, [Top | _]}}) when is_tuple(Top) -> {'EXIT', Reason, plain(Top)};
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple([plain(E) || E <- tuple_to_list(Tuple)]);
plain([H | T]) -> [plain(H) | plain(T)];
plain(Other) -> Other.

attempt(Fun) ->
    try Fun()
    catch Class:Reason -> {Class, plain(Reason)}
    end.

told() -> receive {told, What} -> [plain(What) | told()] after 10 -> [] end.

id(N) -> {?MODULE, N}.

start() ->
    {ok, M} = gen_event:start_link(),
    M.

handlers() ->
    io:format("-- handlers~n"),
    M = start(),
    show(none, gen_event:which_handlers(M)),
    show(add, gen_event:add_handler(M, id(1), {self(), 1})),
    show(add, gen_event:add_handler(M, id(2), {self(), 2})),
    show(twice, gen_event:add_handler(M, id(1), {self(), 1})),
    show(refused, gen_event:add_handler(M, id(3), {return, {error, why}})),
    show(fails, gen_event:add_handler(M, id(3), {error, oops})),
    show(nonsense, gen_event:add_handler(M, id(3), {return, nonsense})),
    show(unknown, gen_event:add_handler(M, no_such_module, x)),
    show(which, gen_event:which_handlers(M)),
    show(notify, gen_event:notify(M, hello)),
    show(sync, gen_event:sync_notify(M, world)),
    show(told, told()),
    M ! message,
    show(call, gen_event:call(M, id(1), get)),
    show(told, told()),
    show(call_none, gen_event:call(M, id(9), get)),
    show(call_timeout, attempt(fun() -> gen_event:call(M, id(1), {sleep, 100}, 10) end)),
    receive {_, _} -> ok after 200 -> ok end,
    show(delete, gen_event:delete_handler(M, id(1), because)),
    show(delete_none, gen_event:delete_handler(M, id(1), because)),
    show(told, told()),
    show(remove_itself, gen_event:sync_notify(M, remove)),
    show(told, told()),
    show(which, gen_event:which_handlers(M)),
    show(add, gen_event:add_handler(M, id(4), {self(), 4})),
    show(call_remove, gen_event:call(M, id(4), remove)),
    show(told, told()),
    show(which, gen_event:which_handlers(M)),
    show(hibernate, gen_event:add_handler(M, id(5), {hibernate, self(), 5})),
    show(get, gen_event:call(M, id(5), get)),
    show(stop, gen_event:stop(M)),
    show(told, told()).

supervised() ->
    io:format("-- supervised~n"),
    M = start(),
    show(add, gen_event:add_sup_handler(M, id(1), {self(), 1})),
    show(delete, gen_event:delete_handler(M, id(1), gone)),
    receive {gen_event_EXIT, H, R} -> show(exit, {H, R}) after 100 -> show(exit, none) end,
    show(add, gen_event:add_sup_handler(M, id(2), {self(), 2})),
    gen_event:notify(M, crash),
    receive {gen_event_EXIT, H2, R2} -> show(exit, {H2, R2}) after 100 -> show(exit, none) end,
    show(add, gen_event:add_sup_handler(M, id(3), {self(), 3})),
    gen_event:notify(M, remove),
    receive {gen_event_EXIT, H3, R3} -> show(exit, {H3, R3}) after 100 -> show(exit, none) end,
    Self = self(),
    Owner = spawn(fun() ->
                          gen_event:add_sup_handler(M, id(4), {Self, 4}),
                          receive stop -> exit(why) end
                  end),
    timer:sleep(10),
    Owner ! stop,
    timer:sleep(20),
    show(told, told()),
    show(which, gen_event:which_handlers(M)),
    gen_event:stop(M).

swaps() ->
    io:format("-- swaps~n"),
    M = start(),
    gen_event:add_handler(M, id(1), {self(), 1}),
    show(swap, gen_event:swap_handler(M, {id(1), swapped}, {id(2), {self(), 2}})),
    show(which, gen_event:which_handlers(M)),
    show(told, told()),
    show(swap_none, gen_event:swap_handler(M, {id(9), x}, {id(3), {self(), 3}})),
    show(which, gen_event:which_handlers(M)),
    show(sup, gen_event:swap_sup_handler(M, {id(2), x}, {id(4), {self(), 4}})),
    gen_event:delete_handler(M, id(4), bye),
    receive {gen_event_EXIT, H, R} -> show(exit, {H, R}) after 100 -> show(exit, none) end,
    show(inner, gen_event:sync_notify(M, {swap, id(5)})),
    show(which, gen_event:which_handlers(M)),
    show(call_swap, gen_event:call(M, id(5), {swap, id(6)})),
    show(which, gen_event:which_handlers(M)),
    told(),
    gen_event:stop(M),
    told().

faults() ->
    io:format("-- faults~n"),
    M = start(),
    [begin
         gen_event:add_handler(M, id(1), {self(), 1}),
         show(Event, gen_event:sync_notify(M, Event)),
         show(which, gen_event:which_handlers(M)),
         show(told, told())
     end || Event <- [crash, {return, nonsense}, {throw, oops}, {exit, oops}]],
    [begin
         gen_event:add_handler(M, id(1), {self(), 1}),
         show({call, Event}, gen_event:call(M, id(1), Event)),
         show(which, gen_event:which_handlers(M)),
         show(told, told())
     end || Event <- [crash, {return, nonsense}]],
    gen_event:stop(M).

names() ->
    io:format("-- names~n"),
    {ok, M} = gen_event:start({local, walk_events}),
    show(twice, gen_event:start({local, walk_events})),
    show(add, gen_event:add_handler(walk_events, ?MODULE, {self(), plain})),
    show(call, gen_event:call(walk_events, ?MODULE, get)),
    show(node, gen_event:which_handlers({walk_events, node()})),
    show(state, sys:get_state(walk_events) =/= []),
    show(alive, is_process_alive(M)),
    gen_event:stop(walk_events),
    told(),
    show(gone, attempt(fun() -> gen_event:call(walk_events, ?MODULE, get) end)),
    show(notify_gone, attempt(fun() -> gen_event:notify(walk_events, x) end)).

ends() ->
    io:format("-- ends~n"),
    M = start(),
    gen_event:add_handler(M, id(1), {self(), 1}),
    exit(M, shutdown),
    receive {'EXIT', M, R} -> show(exit, R) after 1000 -> show(exit, none) end,
    show(told, told()),
    M2 = start(),
    show(stop, gen_event:stop(M2, why, 1000)),
    receive {'EXIT', M2, R2} -> show(exit, R2) after 1000 -> show(exit, none) end.

init({return, What}) -> What;
init({error, What}) -> error(What);
init({hibernate, To, N}) -> {ok, {To, N}, hibernate};
init({{To, N}, Old}) -> To ! {told, {taken_over, Old}}, {ok, {To, N}};
init({To, N}) -> {ok, {To, N}}.

handle_event(remove, _) -> remove_handler;
handle_event({swap, Id}, {To, N}) -> {swap_handler, swapping, {To, N}, Id, {To, {by, N}}};
handle_event(Event, State) -> common(Event, State).

handle_call(get, {_, N} = State) -> {ok, N, State};
handle_call({sleep, Time}, State) -> timer:sleep(Time), {ok, slept, State};
handle_call(remove, _) -> {remove_handler, removed};
handle_call({swap, Id}, {To, N}) -> {swap_handler, swapped, swapping, {To, N}, Id, {To, {by, N}}};
handle_call(Event, State) -> common(Event, State).

common(crash, {_, N}) -> {ok, N + crash};
common({return, What}, _) -> What;
common({throw, What}, _) -> throw(What);
common({exit, What}, _) -> exit(What);
common(Event, {To, N} = State) -> To ! {told, {N, Event}}, {ok, State}.

handle_info(Info, {To, N} = State) -> To ! {told, {info, N, Info}}, {ok, State}.

terminate(Reason, {To, N}) ->
    To ! {told, {terminate, N, short(Reason)}},
    {left, N}.

short({error, {'EXIT', {Reason, _}}}) -> {error, Reason};
short(Reason) -> Reason.

code_change(_, State, _) -> {ok, State}.
