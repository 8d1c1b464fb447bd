%% A machine of the old kind: events, replies, timers, ends.
-module(gen_fsm_walk).

-behaviour(gen_fsm).
-compile(nowarn_deprecated_function).

-export([main/0, init/1, closed/2, closed/3, open/2, open/3, handle_event/3, handle_sync_event/4]).
-export([handle_info/3, terminate/3, code_change/4]).

main() ->
    process_flag(trap_exit, true),
    {ok, Door} = gen_fsm:start_link({local, door}, ?MODULE, [], []),
    show(push, gen_fsm:sync_send_event(door, push)),
    show(unlock, gen_fsm:send_event(door, unlock)),
    show(push, gen_fsm:sync_send_event(Door, push, 1000)),
    show(state, gen_fsm:sync_send_all_state_event(door, state)),
    show(all, gen_fsm:send_all_state_event(door, lock)),
    show(state, gen_fsm:sync_send_all_state_event(Door, state, 1000)),
    show(sys, sys:get_state(Door)),
    door ! {hello, self()},
    receive Hello -> show(hello, Hello) end,
    gen_fsm:send_event(door, timer),
    receive Timer -> show(timer, Timer) end,
    gen_fsm:send_event(door, later),
    receive Later -> show(later, Later) end,
    gen_fsm:send_event(door, timeout_please),
    receive Timeout -> show(timeout, Timeout) end,
    show(cancel, gen_fsm:sync_send_event(door, cancel)),
    show(reply, gen_fsm:sync_send_event(door, reply_later)),
    show(stop, gen_fsm:sync_send_all_state_event(door, stop)),
    receive {'EXIT', Door, Reason} -> show(exit, Reason) end,
    show(gone, try gen_fsm:sync_send_event(door, push) catch Class:Error -> {Class, Error} end),
    show(ignore, gen_fsm:start(?MODULE, ignore, [])),
    show(stop, gen_fsm:start(?MODULE, {stop, shutdown}, [])),
    {ok, Other} = gen_fsm:start_link(?MODULE, [], []),
    show(stopped, gen_fsm:stop(Other)),
    receive {'EXIT', Other, Reason1} -> show(exit, Reason1) end.

show(What, Value) -> io:format("~p: ~p~n", [What, Value]).

init(ignore) -> ignore;
init({stop, Reason}) -> {stop, Reason};
init([]) -> {ok, closed, 0}.

closed(unlock, Count) -> {next_state, open, Count + 1};
closed(timer, Count) ->
    gen_fsm:start_timer(10, ring),
    {next_state, closed, Count};
closed({timeout, Ref, ring}, Count) when is_reference(Ref) ->
    main_process() ! rang,
    {next_state, closed, Count};
closed(later, Count) ->
    gen_fsm:send_event_after(10, now),
    {next_state, closed, Count};
closed(now, Count) ->
    main_process() ! now,
    {next_state, closed, Count};
closed(timeout_please, Count) -> {next_state, closed, Count, 10};
closed(timeout, Count) ->
    main_process() ! timeout,
    {next_state, closed, Count, hibernate}.

closed(push, _From, Count) -> {reply, locked, closed, Count};
closed(cancel, _From, Count) ->
    Timer = gen_fsm:start_timer(100000, never),
    Left = gen_fsm:cancel_timer(Timer),
    {reply, is_integer(Left), closed, Count};
closed(reply_later, From, Count) ->
    gen_fsm:reply(From, now_then),
    {next_state, closed, Count}.

main_process() ->
    {links, [Main | _]} = process_info(self(), links),
    Main.

open(_Event, Count) -> {next_state, open, Count}.

open(push, _From, Count) -> {reply, {opened, Count}, open, Count}.

handle_event(lock, open, Count) -> {next_state, closed, Count}.

handle_sync_event(state, _From, StateName, Count) -> {reply, {StateName, Count}, StateName, Count};
handle_sync_event(stop, _From, _StateName, Count) -> {stop, shutdown, stopping, Count}.

handle_info({hello, From}, StateName, Count) ->
    From ! {hello_from, StateName},
    {next_state, StateName, Count}.

terminate(Reason, StateName, Count) -> io:format("terminate ~p ~p ~p~n", [Reason, StateName, Count]).

code_change(_, StateName, Data, _) -> {ok, StateName, Data}.
