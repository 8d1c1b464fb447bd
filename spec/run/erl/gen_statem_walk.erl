%% State machines: both callback modes, state enter calls, all actions, time-outs, postponing,
%% replies, ends and faults.
-module(gen_statem_walk).
-behaviour(gen_statem).

-export([main/0, init/1, callback_mode/0, terminate/3, code_change/4]).
-export([handle_event/4, off/3, on/3, 'end'/3]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    [begin
         put(mode, Mode),
         io:format("== ~w~n", [Mode]),
         switching(), actions(), times(), ends(), faults()
     end || Mode <- [[handle_event_function], [handle_event_function, state_enter],
                     [state_functions], [state_functions, state_enter]]],
    starts(),
    inside().

show(What, Value) -> io:format("~w: ~w~n", [What, plain(Value)]).

plain(Pid) when is_pid(Pid) -> pid;
plain(Ref) when is_reference(Ref) -> ref;
plain({gen_statem, F, A, L}) when is_atom(F), is_integer(A), is_list(L) -> gen_statem;
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_list(A), is_list(L) -> {M, F, length(A)};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_integer(A), is_list(L) -> {M, F, A};
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple([plain(E) || E <- tuple_to_list(Tuple)]);
plain([H | T]) -> [plain(H) | plain(T)];
plain(Other) -> Other.

attempt(Fun) ->
    try Fun()
    catch Class:Reason -> {Class, plain(short(Reason))}
    end.

%% Without the trace of the machine's own functions.
short({{Reason, [_ | _] = Trace}, Call}) when is_tuple(hd(Trace)) -> {{Reason, [hd(Trace)]}, Call};
short({Reason, [_ | _] = Trace}) when is_tuple(hd(Trace)) -> {Reason, [hd(Trace)]};
short(Reason) -> Reason.

exited(Pid) ->
    receive {'EXIT', Pid, Reason} -> plain(short(Reason)) after 1000 -> no_exit end.

start(State) ->
    persistent_term:put(walk_mode, get(mode)),
    {ok, Pid} = gen_statem:start_link(?MODULE, {State, self()}, []),
    Pid.

stop(P) ->
    gen_statem:stop(P),
    exited(P),
    told().

%% What the machine has told so far.
told() ->
    receive {told, What} -> [plain(What) | told()] after 10 -> [] end.

%% ------------------------------------------------------------------ what is done

switching() ->
    P = start(off),
    show(call, gen_statem:call(P, state)),
    show(flip, gen_statem:call(P, flip)),
    show(cast, gen_statem:cast(P, flip)),
    show(state, gen_statem:call(P, state)),
    P ! flip,
    show(state, gen_statem:call(P, state)),
    show(repeat, gen_statem:call(P, repeat)),
    show(keep, gen_statem:call(P, keep)),
    show(same, gen_statem:call(P, same)),
    show(told, stop(P)).

actions() ->
    P = start(off),
    show(postponed, gen_statem:send_request(P, only_on)),
    timer:sleep(10),
    show(flip, gen_statem:call(P, flip)),
    show(told, told()),
    flush(),
    show(next_event, gen_statem:call(P, next_event)),
    show(told, told()),
    show(replies, gen_statem:call(P, two_replies)),
    show(hibernate, gen_statem:call(P, hibernate)),
    show(from_outside, gen_statem:call(P, reply_later)),
    show(timeout_call, attempt(fun() -> gen_statem:call(P, silent, 20) end)),
    show(clean, attempt(fun() -> gen_statem:call(P, silent, {clean_timeout, 20}) end)),
    Id = gen_statem:send_request(P, state),
    show(response, gen_statem:receive_response(Id, 1000)),
    flush(),
    show(told, stop(P)).

flush() -> receive _ -> flush() after 0 -> ok end.

times() ->
    P = start(off),
    show(state_timeout, gen_statem:call(P, {time, {state_timeout, 10, st}})),
    timer:sleep(40),
    show(told, told()),
    show(event_timeout, gen_statem:call(P, {time, {timeout, 10, et}})),
    timer:sleep(40),
    show(told, told()),
    show(event_timeout_cancelled, gen_statem:call(P, {time, {timeout, 30, never}})),
    show(state, gen_statem:call(P, state)),
    timer:sleep(60),
    show(told, told()),
    show(named, gen_statem:call(P, {times, [{{timeout, a}, 10, one}, {{timeout, b}, 30, two}]})),
    timer:sleep(80),
    show(told, told()),
    show(cancelled, gen_statem:call(P, {times, [{{timeout, a}, 20, one}, {{timeout, a}, cancel}]})),
    show(updated, gen_statem:call(P, {times, [{{timeout, c}, 20, old}, {{timeout, c}, update, new}]})),
    show(zero, gen_statem:call(P, {times, [{state_timeout, 0, now}]})),
    show(gone_by_change, gen_statem:call(P, {time, {state_timeout, 30, gone}})),
    show(flip, gen_statem:call(P, flip)),
    timer:sleep(60),
    show(told, told()),
    stop(P).

ends() ->
    [begin
         P = start(off),
         show(Request, attempt(fun() -> gen_statem:call(P, Request, 1000) end)),
         show(exit, exited(P)),
         show(told, told())
     end || Request <- [{stop, normal}, {stop, bad}, {stop, {shutdown, x}}, stop_and_reply]],
    P2 = start(off),
    show(stop, attempt(fun() -> gen_statem:stop(P2, bad, 1000) end)),
    show(exit, exited(P2)),
    told().

faults() ->
    [begin
         P = start(off),
         show(Request, attempt(fun() -> gen_statem:call(P, Request, 1000) end)),
         show(exit, exited(P)),
         told()
     end || Request <- [crash, {exit, own}, {throw, {keep_state_and_data, []}}, {return, nonsense},
                        {return, {next_state, on}}, {return, {keep_state, x, [nonsense]}},
                        {return, {keep_state, x, [{state_timeout, -1, x}]}},
                        {return, {keep_state, x, [{reply, x}]}}]].

starts() ->
    io:format("== starts~n"),
    put(mode, [state_functions]),
    persistent_term:put(walk_mode, [state_functions]),
    [show(Args, attempt(fun() -> gen_statem:start(?MODULE, Args, []) end)) ||
        Args <- [ignore, {stop, why}, {error, oops}, nonsense]],
    {ok, A} = gen_statem:start({local, walk_machine}, ?MODULE, {off, self()}, []),
    show(twice, gen_statem:start({local, walk_machine}, ?MODULE, {off, self()}, [])),
    show(name, gen_statem:call(walk_machine, state)),
    show(cast, gen_statem:cast(walk_machine, flip)),
    show(node, gen_statem:call({walk_machine, node()}, state)),
    show(stop, gen_statem:stop(walk_machine)),
    show(alive, is_process_alive(A)),
    show(none, attempt(fun() -> gen_statem:call(walk_machine, state) end)),
    show(cast_none, gen_statem:cast(walk_machine, x)),
    {ok, {B, Ref}} = gen_statem:start_monitor(?MODULE, {off, self()}, []),
    gen_statem:stop(B),
    receive {'DOWN', Ref, _, _, R} -> show(down, R) end,
    [begin
         persistent_term:put(walk_mode, Mode),
         show(Mode, attempt(fun() -> gen_statem:start(?MODULE, {off, self()}, []) end))
     end || Mode <- [nonsense, [], [state_functions, handle_event_function], [state_enter]]].

inside() ->
    io:format("== inside~n"),
    put(mode, [state_functions]),
    P = start(off),
    show(get_state, element(1, sys:get_state(P))),
    {S, _} = sys:replace_state(P, fun({_, D}) -> {on, D} end),
    show(replaced, S),
    show(state, gen_statem:call(P, state)),
    show(suspend, sys:suspend(P)),
    show(silent, attempt(fun() -> gen_statem:call(P, state, 20) end)),
    show(resume, sys:resume(P)),
    flush(),
    {status, P, {module, M}, [_, SysState, Parent | _]} = sys:get_status(P),
    show(status, {M, SysState, Parent =:= self()}),
    stop(P).

%% ------------------------------------------------------------------ callbacks

callback_mode() -> persistent_term:get(walk_mode).

init(ignore) -> ignore;
init({stop, Why}) -> {stop, Why};
init({error, What}) -> error(What);
init({State, To}) when is_pid(To) -> {ok, State, #{to => To, count => 0}};
init(What) -> What.

off(Type, Content, Data) -> event(Type, Content, off, Data).
on(Type, Content, Data) -> event(Type, Content, on, Data).
'end'(Type, Content, Data) -> event(Type, Content, 'end', Data).

handle_event(Type, Content, State, Data) -> event(Type, Content, State, Data).

tell(#{to := To}, What) -> To ! {told, What}.

other(on) -> off;
other(off) -> on.

event(enter, Old, State, Data) ->
    tell(Data, {enter, Old, State}),
    {keep_state, Data#{entered => State}};
event({call, From}, state, State, #{count := N}) ->
    {keep_state_and_data, [{reply, From, {State, N}}]};
event({call, From}, flip, State, #{count := N} = Data) ->
    {next_state, other(State), Data#{count := N + 1}, {reply, From, other(State)}};
event(cast, flip, State, #{count := N} = Data) ->
    {next_state, other(State), Data#{count := N + 1}};
event(info, flip, State, Data) ->
    {next_state, other(State), Data};
event({call, From}, repeat, _, Data) ->
    {repeat_state, Data, [{reply, From, repeated}]};
event({call, From}, keep, _, #{count := N} = Data) ->
    {keep_state, Data#{count := N + 10}, [{reply, From, kept}]};
event({call, From}, same, State, Data) ->
    {next_state, State, Data, [{reply, From, same}]};
event({call, _}, only_on, off, Data) ->
    tell(Data, postponing),
    {keep_state_and_data, [postpone]};
event({call, From}, only_on, on, Data) ->
    tell(Data, now),
    {keep_state_and_data, [{reply, From, on}]};
event({call, From}, next_event, _, _) ->
    {keep_state_and_data, [{next_event, internal, {first, From}}, {next_event, cast, second}]};
event(internal, {first, From}, _, Data) ->
    tell(Data, first),
    {keep_state_and_data, [{reply, From, first}]};
event(cast, second, _, Data) ->
    tell(Data, second),
    keep_state_and_data;
event({call, From}, two_replies, _, Data) ->
    tell(Data, replying),
    {keep_state_and_data, [{reply, From, one}]};
event({call, From}, hibernate, _, _) ->
    {keep_state_and_data, [{reply, From, sleeping}, hibernate]};
event({call, From}, reply_later, _, _) ->
    spawn(fun() -> gen_statem:reply([{reply, From, later}]) end),
    keep_state_and_data;
event({call, _}, silent, _, _) ->
    keep_state_and_data;
event({call, From}, {time, Action}, _, Data) ->
    {keep_state, Data, [{reply, From, ok}, Action]};
event({call, From}, {times, Actions}, _, Data) ->
    {keep_state, Data, [{reply, From, ok} | Actions]};
event(Time, Content, State, Data)
  when Time =:= timeout; Time =:= state_timeout; element(1, Time) =:= timeout ->
    tell(Data, {Time, Content, State}),
    keep_state_and_data;
event({call, _}, {stop, Why}, _, _) -> {stop, Why};
event({call, From}, stop_and_reply, _, Data) ->
    {stop_and_reply, normal, [{reply, From, bye}], Data#{count := last}};
event({call, _}, crash, _, #{count := N}) -> N + crash;
event({call, _}, {exit, Why}, _, _) -> exit(Why);
event({call, From}, {throw, {Keep, Actions}}, _, _) -> throw({Keep, [{reply, From, thrown} | Actions]});
event({call, _}, {return, What}, _, _) -> What;
event(_, _, _, _) -> keep_state_and_data.

terminate(Reason, State, #{count := N} = Data) -> tell(Data, {terminate, plain(short(Reason)), State, N});
terminate(_, _, _) -> ok.

code_change(_, State, Data, _) -> {ok, State, Data}.
