%% A server's life: ways to start, call, cast and stop, time-outs, continuations, hibernation, what
%% goes wrong, and what is told then.
-module(gen_server_walk).
-behaviour(gen_server).

-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2,
         terminate/2, code_change/3, format_status/2]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    starts(),
    calls(),
    names(),
    times(),
    ends(),
    faults(),
    many(),
    inside().

show(What, Value) -> io:format("~w: ~w~n", [What, plain(Value)]).

%% Without what differs between systems: processes, references, places in traces.
plain(Pid) when is_pid(Pid) -> pid;
plain(Ref) when is_reference(Ref) -> ref;
plain({gen_server, F, A, L}) when is_atom(F), is_integer(A), is_list(L) -> {gen_server, F};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_list(L) -> {M, F, plain_args(A)};
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple([plain(E) || E <- tuple_to_list(Tuple)]);
plain([H | T]) -> [plain(H) | plain(T)];
plain(Other) -> Other.

plain_args(A) when is_list(A) -> length(A);
plain_args(A) -> A.

attempt(Fun) ->
    try Fun()
    catch Class:Reason -> {Class, plain(Reason)}
    end.

exited(Pid) ->
    receive {'EXIT', Pid, Reason} -> plain(Reason) after 1000 -> no_exit end.

start(Args) ->
    {ok, Pid} = gen_server:start_link(?MODULE, Args, []),
    Pid.

%% ------------------------------------------------------------------ the ways to start

starts() ->
    io:format("-- starts~n"),
    {ok, A} = gen_server:start(?MODULE, plain, []),
    show(start, gen_server:call(A, state)),
    show(stop, gen_server:stop(A)),
    show(ignore, gen_server:start(?MODULE, ignore, [])),
    show(ignore_link, gen_server:start_link(?MODULE, ignore, [])),
    show(stop_in_init, gen_server:start(?MODULE, {stop, why}, [])),
    show(stop_in_init_link, gen_server:start_link(?MODULE, {stop, why}, [])),
    receive {'EXIT', _, R1} -> show(exit, R1) after 100 -> show(exit, none) end,
    show(error_in_init, gen_server:start(?MODULE, {error, oops}, [])),
    show(throw_in_init, gen_server:start(?MODULE, {throw, oops}, [])),
    show(exit_in_init, gen_server:start(?MODULE, {exit, oops}, [])),
    show(bad_return, gen_server:start(?MODULE, {return, nonsense}, [])),
    show(timeout, gen_server:start(?MODULE, {sleep, 500}, [{timeout, 20}])),
    {ok, {B, Ref}} = gen_server:start_monitor(?MODULE, plain, []),
    gen_server:stop(B, gone, 1000),
    receive {'DOWN', Ref, process, B, Down} -> show(down, Down) end,
    {ok, C} = gen_server:start_link(?MODULE, {continue, begun}, []),
    show(continued, gen_server:call(C, state)),
    gen_server:stop(C),
    show(exit, exited(C)).

%% ------------------------------------------------------------------ calls and casts

calls() ->
    io:format("-- calls~n"),
    P = start(plain),
    show(call, gen_server:call(P, {add, 3})),
    show(call, gen_server:call(P, {add, 4}, infinity)),
    show(cast, gen_server:cast(P, {add, 5})),
    show(state, gen_server:call(P, state)),
    P ! {add, 6},
    show(state, gen_server:call(P, state)),
    show(late_reply, gen_server:call(P, reply_later)),
    show(reply_and_more, gen_server:call(P, reply_first)),
    show(state, gen_server:call(P, state)),
    show(thrown, gen_server:call(P, throw_reply)),
    Id = gen_server:send_request(P, state),
    show(response, gen_server:wait_response(Id, 1000)),
    Id2 = gen_server:send_request(P, state),
    show(receive_response, gen_server:receive_response(Id2, 1000)),
    Id3 = gen_server:send_request(P, state),
    receive Message -> show(check, gen_server:check_response(Message, Id3)) end,
    show(no_response, gen_server:check_response(other, Id3)),
    show(late, attempt(fun() -> gen_server:call(P, {wait, 200}, 10) end)),
    show(after_late, gen_server:call(P, state)),
    flush(),
    gen_server:stop(P),
    show(exit, exited(P)),
    show(noproc, attempt(fun() -> gen_server:call(P, state) end)),
    show(cast_to_none, gen_server:cast(P, anything)),
    show(stop_none, attempt(fun() -> gen_server:stop(P) end)).

flush() -> receive _ -> flush() after 0 -> ok end.

%% ------------------------------------------------------------------ names

names() ->
    io:format("-- names~n"),
    {ok, A} = gen_server:start_link({local, walk_name}, ?MODULE, plain, []),
    show(twice, plain(gen_server:start_link({local, walk_name}, ?MODULE, plain, []))),
    show(by_name, gen_server:call(walk_name, {add, 1})),
    show(by_node, gen_server:call({walk_name, node()}, {add, 1})),
    show(cast, gen_server:cast(walk_name, {add, 1})),
    show(cast, gen_server:cast({walk_name, node()}, {add, 1})),
    show(abcast, gen_server:abcast(walk_name, {add, 1})),
    show(state, gen_server:call(walk_name, state)),
    show(multi, gen_server:multi_call([node()], walk_name, state)),
    gen_server:stop(walk_name),
    show(exit, exited(A)),
    show(no_name, attempt(fun() -> gen_server:call(walk_name, state) end)),
    show(cast_no_name, gen_server:cast(walk_name, x)),
    {ok, B} = gen_server:start({global, walk_global}, ?MODULE, plain, []),
    show(global, gen_server:call({global, walk_global}, {add, 7})),
    show(is_global, global:whereis_name(walk_global) =:= B),
    gen_server:stop({global, walk_global}),
    show(no_global, attempt(fun() -> gen_server:call({global, walk_global}, state) end)),
    {ok, _} = gen_server:start({via, global, walk_via}, ?MODULE, plain, []),
    show(via, gen_server:call({via, global, walk_via}, {add, 8})),
    gen_server:stop({via, global, walk_via}),
    show(bad_name, attempt(fun() -> gen_server:start_link({local, "text"}, ?MODULE, plain, []) end)).

%% ------------------------------------------------------------------ time-outs

times() ->
    io:format("-- times~n"),
    P = start(plain),
    show(with_timeout, gen_server:call(P, {timeout, 10, self()})),
    receive timed_out -> show(timed, out) after 1000 -> show(timed, never) end,
    show(hibernate, gen_server:call(P, hibernate)),
    show(awake, gen_server:call(P, state)),
    show(continue, gen_server:call(P, {continue, self()})),
    receive continued -> show(continued, yes) after 1000 -> show(continued, no) end,
    gen_server:stop(P),
    exited(P).

%% ------------------------------------------------------------------ ends

ends() ->
    io:format("-- ends~n"),
    [begin
         P = start({trap, self()}),
         show(Request, attempt(fun() -> gen_server:call(P, Request) end)),
         show(exit, exited(P)),
         receive {terminated, R} -> show(terminated, R) after 100 -> show(terminated, no) end
     end || Request <- [stop_normal, stop_reply, {stop, shutdown}, {stop, {shutdown, x}},
                        {stop, bad}]],
    P1 = start({trap, self()}),
    exit(P1, shutdown),
    show(exit, exited(P1)),
    receive {terminated, R1} -> show(terminated, R1) after 1000 -> show(terminated, no) end,
    P2 = start(plain),
    exit(P2, kill),
    show(exit, exited(P2)),
    P3 = start({trap, self()}),
    show(stop, attempt(fun() -> gen_server:stop(P3, bad, 1000) end)),
    show(exit, exited(P3)),
    receive {terminated, R3} -> show(terminated, R3) after 1000 -> show(terminated, no) end,
    P4 = start({slow, 300}),
    show(stop_timeout, attempt(fun() -> gen_server:stop(P4, normal, 10) end)),
    exit(P4, kill),
    show(exit, exited(P4)).

%% ------------------------------------------------------------------ faults

faults() ->
    io:format("-- faults~n"),
    [begin
         P = start(plain),
         show(Request, attempt(fun() -> gen_server:call(P, Request) end)),
         show(exit, exited(P))
     end || Request <- [crash, {exit, own}, {return, nonsense}, no_such_request]],
    [begin
         P = start(plain),
         gen_server:cast(P, Request),
         show({cast, Request}, exited(P))
     end || Request <- [crash, {return, nonsense}]],
    [begin
         P = start(plain),
         P ! Request,
         show({info, Request}, exited(P))
     end || Request <- [crash, {return, nonsense}]],
    P5 = start({crash_in_terminate, x}),
    show(stop, attempt(fun() -> gen_server:stop(P5) end)),
    show(exit, exited(P5)).

%% ------------------------------------------------------------------ many clients

many() ->
    io:format("-- many~n"),
    P = start(plain),
    Self = self(),
    Clients = [spawn_link(fun() ->
                                  [gen_server:call(P, {add, N}) || _ <- lists:seq(1, 20)],
                                  Self ! {done, self()}
                          end) || N <- lists:seq(1, 20)],
    [receive {done, C} -> exited(C) end || C <- Clients],
    show(sum, gen_server:call(P, state)),
    Ids = lists:foldl(fun(N, Ids) -> gen_server:send_request(P, {add, N}, N, Ids) end,
                      gen_server:reqids_new(), lists:seq(1, 3)),
    show(size, gen_server:reqids_size(Ids)),
    {{reply, First}, Label, Ids2} = gen_server:wait_response(Ids, 1000, true),
    show(first, {First, Label, gen_server:reqids_size(Ids2)}),
    gen_server:stop(P),
    exited(P).

%% ------------------------------------------------------------------ looking inside

inside() ->
    io:format("-- inside~n"),
    P = start(plain),
    show(get_state, sys:get_state(P)),
    show(replace, sys:replace_state(P, fun(S) -> S + 100 end)),
    show(state, gen_server:call(P, state)),
    show(suspend, sys:suspend(P)),
    show(suspended, attempt(fun() -> gen_server:call(P, state, 20) end)),
    show(resume, sys:resume(P)),
    flush(),
    show(state, gen_server:call(P, state)),
    {status, P, {module, M}, [_, SysState, Parent, _Debug, Misc]} = sys:get_status(P),
    show(status, {M, SysState, Parent =:= self(), [K || {K, _} <- Misc]}),
    show(statistics, sys:statistics(P, true)),
    gen_server:call(P, state),
    {ok, Numbers} = sys:statistics(P, get),
    show(statistics, [{K, V} || {K, V} <- Numbers, K =:= messages_in orelse K =:= messages_out]),
    show(statistics, sys:statistics(P, false)),
    show(log, sys:log(P, true)),
    gen_server:call(P, {add, 1}),
    {ok, Log} = sys:log(P, get),
    show(log, length(Log)),
    show(initial, proc_lib:initial_call(P)),
    show(translated, proc_lib:translate_initial_call(P)),
    show(terminate, sys:terminate(P, normal)),
    show(exit, exited(P)).

%% ------------------------------------------------------------------ callbacks

init(plain) -> {ok, 0};
init(ignore) -> ignore;
init({stop, Why}) -> {stop, Why};
init({error, What}) -> error(What);
init({throw, What}) -> throw({ok, What});
init({exit, What}) -> exit(What);
init({return, What}) -> What;
init({sleep, Time}) -> timer:sleep(Time), {ok, 0};
init({continue, What}) -> {ok, 0, {continue, What}};
init({trap, To}) -> process_flag(trap_exit, true), {ok, {to, To}};
init({slow, Time}) -> process_flag(trap_exit, true), {ok, {slow, Time}};
init({crash_in_terminate, X}) -> {ok, {crash, X}}.

handle_call(state, _, S) -> {reply, S, S};
handle_call({add, N}, _, S) -> {reply, S + N, S + N};
handle_call(reply_later, From, S) ->
    spawn(fun() -> gen_server:reply(From, later) end),
    {noreply, S};
handle_call(reply_first, From, S) ->
    gen_server:reply(From, first),
    {noreply, S + 1000};
handle_call(throw_reply, _, S) -> throw({reply, thrown, S});
handle_call({wait, Time}, _, S) -> timer:sleep(Time), {reply, waited, S};
handle_call({timeout, Time, To}, _, _) -> {reply, ok, {timeout, To}, Time};
handle_call(hibernate, _, S) -> {reply, ok, S, hibernate};
handle_call({continue, To}, _, S) -> {reply, ok, S, {continue, {tell, To}}};
handle_call(stop_normal, _, S) -> {stop, normal, S};
handle_call(stop_reply, _, S) -> {stop, normal, bye, S};
handle_call({stop, Why}, _, S) -> {stop, Why, stopping, S};
handle_call(crash, _, S) -> {reply, S + atom, S};
handle_call({exit, Why}, _, _) -> exit(Why);
handle_call({return, What}, _, _) -> What.

handle_cast({add, N}, S) -> {noreply, S + N};
handle_cast(crash, S) -> {noreply, S + atom};
handle_cast({return, What}, _) -> What.

handle_info({add, N}, S) -> {noreply, S + N};
handle_info(timeout, {timeout, To}) -> To ! timed_out, {noreply, 0};
handle_info(crash, S) -> {noreply, S + atom};
handle_info({return, What}, _) -> What;
handle_info(_, S) -> {noreply, S}.

handle_continue({tell, To}, S) -> To ! continued, {noreply, S};
handle_continue(What, _) -> {noreply, What}.

terminate(Reason, {to, To}) -> To ! {terminated, plain(Reason)};
terminate(_, {slow, Time}) -> timer:sleep(Time);
terminate(_, {crash, _}) -> error(in_terminate);
terminate(_, _) -> ok.

code_change(_, S, _) -> {ok, S}.

format_status(_, [_, S]) -> [{data, [{"State", S}]}].
