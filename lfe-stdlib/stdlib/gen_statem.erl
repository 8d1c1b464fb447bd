%% State machines: processes whose reaction to an event depends on a state, in which events can
%% be postponed until it changes and time-outs can be set.
%%
%% This module holds what others call and the loop. Actions are in gen_statem_action, time-outs in
%% gen_statem_timer, texts in gen_statem_report.
-module(gen_statem).

-include_lib("kernel/include/logger.hrl").
-include("gen_statem_machine.hrl").

-export([start/3, start/4, start_link/3, start_link/4, start_monitor/3, start_monitor/4]).
-export([stop/1, stop/3, cast/2, call/2, call/3, reply/1, reply/2]).
-export([send_request/2, send_request/4, wait_response/1, wait_response/2, wait_response/3]).
-export([receive_response/1, receive_response/2, receive_response/3]).
-export([check_response/2, check_response/3]).
-export([reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
-export([enter_loop/4, enter_loop/5, enter_loop/6, init_it/6, wakeup_from_hibernate/3]).
-export([system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1]).
-export([system_replace_state/2, format_status/2, format_log/1, format_log/2, mode_of/1]).

-type state() :: term().
-type action() :: term().
-callback init(Args :: term()) ->
    {ok, state(), Data :: term()} | {ok, state(), Data :: term(), [action()] | action()} |
    ignore | {stop, Reason :: term()}.
-callback callback_mode() -> atom() | [atom()].
-callback handle_event(Type :: term(), Content :: term(), state(), Data :: term()) -> term().
-callback state_name(Type :: term(), Content :: term(), Data :: term()) -> term().
-callback terminate(Reason :: term(), state(), Data :: term()) -> term().
-callback code_change(OldVsn :: term(), state(), Data :: term(), Extra :: term()) ->
    {ok, state(), Data :: term()} | term().
-callback format_status(Use :: normal | terminate, Items :: [term()]) -> term().
-callback format_status(Status :: map()) -> map().
-optional_callbacks([handle_event/4, state_name/3, terminate/3, code_change/4, format_status/1,
                     format_status/2]).

%% ---------------------------------------------------------------- starting and stopping

%% Starts a machine that no supervisor owns, without a name.
start(Module, Args, Options) -> gen:start(?MODULE, nolink, Module, Args, Options).

%% The same under a name.
start(Name, Module, Args, Options) ->
    gen:start(?MODULE, nolink, Name, Module, Args, Options).

%% Starts a machine linked to this process: {ok, Pid}, ignore or {error, Reason}.
start_link(Module, Args, Options) -> gen:start(?MODULE, link, Module, Args, Options).

%% The same under a name.
start_link(Name, Module, Args, Options) ->
    gen:start(?MODULE, link, Name, Module, Args, Options).

%% Starts a machine and monitors it: {ok, {Pid, Monitor}}, ignore or {error, Reason}.
start_monitor(Module, Args, Options) ->
    with_monitor(gen:start(?MODULE, monitor, Module, Args, Options)).

%% The same under a name.
start_monitor(Name, Module, Args, Options) ->
    with_monitor(gen:start(?MODULE, monitor, Name, Module, Args, Options)).

with_monitor({{ok, Pid}, Monitor}) -> {ok, {Pid, Monitor}};
with_monitor({Failed, Monitor}) ->
    erlang:demonitor(Monitor, [flush]),
    Failed;
with_monitor(Failed) -> Failed.

%% Stops a machine with reason normal.
stop(Machine) -> gen:stop(Machine).

%% Stops a machine with a reason and waits until it is gone.
stop(Machine, Reason, Timeout) -> gen:stop(Machine, Reason, Timeout).

%% ---------------------------------------------------------------- events from others

%% Sends an event of type cast, whether the machine exists or not.
cast({global, Name}, Content) ->
    catch global:send(Name, {'$gen_cast', Content}),
    ok;
cast({via, Registry, Name}, Content) ->
    catch Registry:send(Name, {'$gen_cast', Content}),
    ok;
cast({Name, Node} = Machine, Content) when is_atom(Name), is_atom(Node) ->
    catch erlang:send(Machine, {'$gen_cast', Content}, [noconnect]),
    ok;
cast(Machine, Content) when is_atom(Machine); is_pid(Machine) ->
    catch erlang:send(Machine, {'$gen_cast', Content}, [noconnect]),
    ok.

%% Sends an event of type call and waits for the reply.
call(Machine, Content) -> call(Machine, Content, infinity).

%% The same with a time limit, which may be in {clean_timeout, Time} or {dirty_timeout, Time}.
call(Machine, Content, Timeout) ->
    Time = case Timeout of
               {clean_timeout, Clean} -> Clean;
               {dirty_timeout, Dirty} -> Dirty;
               _ -> Timeout
           end,
    try gen:call(Machine, '$gen_call', Content, Time) of
        {ok, Reply} -> Reply
    catch
        exit:Reason:Stack ->
            erlang:raise(exit, {Reason, {?MODULE, call, [Machine, Content, Timeout]}}, Stack)
    end.

%% Sends one or several replies: {reply, From, Reply}.
reply({reply, From, Reply}) -> reply(From, Reply);
reply(Replies) when is_list(Replies) ->
    lists:foreach(fun reply/1, Replies).

%% Sends the reply to a call.
reply(From, Reply) -> gen:reply(From, Reply).

%% Sends an event of type call whose reply is received later.
send_request(Machine, Content) -> gen:send_request(Machine, '$gen_call', Content).

%% The same, and puts it with a mark into a collection.
send_request(Machine, Content, Mark, Requests) ->
    gen:send_request(Machine, '$gen_call', Content, Mark, Requests).

%% Waits for the reply: {reply, Reply} or {error, {Reason, Machine}}.
wait_response(Request) -> wait_response(Request, infinity).

%% The same with a time limit: also timeout.
wait_response(Request, Timeout) -> gen:wait_response(Request, Timeout).

%% Waits for a reply of a collection: {Response, Mark, Requests}, timeout or no_request.
wait_response(Requests, Timeout, Delete) -> gen:wait_response(Requests, Timeout, Delete).

%% Waits for the reply.
receive_response(Request) -> receive_response(Request, infinity).

%% The same with a time limit, after which the request is given up.
receive_response(Request, Timeout) -> gen:receive_response(Request, Timeout).

%% Waits for a reply of a collection; after timeout all its requests are given up.
receive_response(Requests, Timeout, Delete) -> gen:receive_response(Requests, Timeout, Delete).

%% Is a message the reply to the request? no_reply if not.
check_response(Message, Request) -> gen:check_response(Message, Request).

%% Is a message the reply to a request of the collection?
check_response(Message, Requests, Delete) -> gen:check_response(Message, Requests, Delete).

%% An empty collection of requests.
reqids_new() -> gen:reqids_new().

%% The number of requests in a collection.
reqids_size(Requests) -> gen:reqids_size(Requests).

%% Adds a request with a mark to a collection.
reqids_add(Request, Mark, Requests) -> gen:reqids_add(Request, Mark, Requests).

%% The requests of a collection with their marks.
reqids_to_list(Requests) -> gen:reqids_to_list(Requests).

%% ---------------------------------------------------------------- first steps of a machine

%% Makes the calling process, started by proc_lib, a machine.
enter_loop(Module, Options, State, Data) ->
    enter_loop(Module, Options, State, Data, self(), []).

%% The same with a name, which the process must have, or with actions.
enter_loop(Module, Options, State, Data, {Kind, _} = Name)
  when Kind =:= local; Kind =:= global ->
    enter_loop(Module, Options, State, Data, Name, []);
enter_loop(Module, Options, State, Data, {via, _, _} = Name) ->
    enter_loop(Module, Options, State, Data, Name, []);
enter_loop(Module, Options, State, Data, Pid) when is_pid(Pid) ->
    enter_loop(Module, Options, State, Data, Pid, []);
enter_loop(Module, Options, State, Data, Actions) ->
    enter_loop(Module, Options, State, Data, self(), Actions).

%% The same with both.
enter_loop(Module, Options, State, Data, Where, Actions) when is_atom(Module) ->
    Name = gen:get_proc_name(Where),
    Machine = #machine{parent = gen:get_parent(), name = Name, modules = [Module],
                       hibernate_after = gen:hibernate_after(Options)},
    enter(Machine, gen:debug_options(Name, Options), State, Data, Actions).

%% First function of a machine's process.
init_it(Starter, self, Where, Module, Args, Options) ->
    init_it(Starter, self(), Where, Module, Args, Options);
init_it(Starter, Parent, Where, Module, Args, Options) ->
    Name = gen:name(Where),
    Debug = gen:debug_options(Name, Options),
    Machine = #machine{parent = Parent, name = Name, modules = [Module],
                       hibernate_after = gen:hibernate_after(Options)},
    try Module:init(Args) of
        Result -> init_result(Result, Starter, Where, Machine, Debug)
    catch
        throw:Result ->
            init_result(Result, Starter, Where, Machine, Debug);
        Class:Reason:Stack ->
            not_ready(Starter, Where, {error, Reason}),
            error_info(Class, Reason, Stack, Machine, Debug, #now{}, []),
            erlang:raise(Class, Reason, Stack)
    end.

init_result({ok, State, Data}, Starter, _Where, Machine, Debug) ->
    proc_lib:init_ack(Starter, {ok, self()}),
    enter(Machine, Debug, State, Data, []);
init_result({ok, State, Data, Actions}, Starter, _Where, Machine, Debug) ->
    proc_lib:init_ack(Starter, {ok, self()}),
    enter(Machine, Debug, State, Data, Actions);
init_result({stop, Reason}, Starter, Where, _Machine, _Debug) ->
    not_ready(Starter, Where, {error, Reason}),
    exit(Reason);
init_result(ignore, Starter, Where, _Machine, _Debug) ->
    not_ready(Starter, Where, ignore),
    exit(normal);
init_result(Other, Starter, Where, Machine, Debug) ->
    Reason = {bad_return_from_init, Other},
    not_ready(Starter, Where, {error, Reason}),
    error_info(error, Reason, own_stack(), Machine, Debug, #now{}, []),
    exit(Reason).

not_ready(Starter, Where, Result) ->
    gen:unregister_name(Where),
    proc_lib:init_ack(Starter, Result).

enter(#machine{modules = [Module]} = Machine, Debug, State, Data, Actions) ->
    Now = #now{state = State, data = Data},
    Event = {internal, init_state},
    NewDebug = note(Debug, Machine, {enter, Module, State}),
    case mode_of(Module) of
        {ok, Mode, Enter} ->
            transition(event, {State, Data, Actions, true}, State, gen_statem_action:new(),
                       [Event], Machine#machine{mode = Mode, enter = Enter}, NewDebug, Now);
        {bad, Reason} ->
            terminate(error, Reason, own_stack(), Machine, NewDebug, Now, [Event]);
        {Class, Reason, Stack} ->
            terminate(Class, Reason, Stack, Machine, NewDebug, Now, [Event])
    end.

%% The callback mode of a module: {ok, Mode, StateEnter}, {bad, Reason} or how it failed.
mode_of(Module) ->
    try Module:callback_mode() of
        Result -> mode(Result)
    catch
        throw:Result -> mode(Result);
        Class:Reason:Stack -> {Class, Reason, Stack}
    end.

mode(Result) when is_atom(Result) -> mode([Result], undefined, false, Result);
mode(Result) -> mode(Result, undefined, false, Result).

mode([Mode | Rest], _, Enter, Result)
  when Mode =:= state_functions; Mode =:= handle_event_function ->
    mode(Rest, Mode, Enter, Result);
mode([state_enter | Rest], Mode, _, Result) -> mode(Rest, Mode, true, Result);
mode([], Mode, Enter, _Result) when Mode =/= undefined -> {ok, Mode, Enter};
mode(_, _, _, Result) -> {bad, {bad_return_from_callback_mode, Result}}.

%% ---------------------------------------------------------------- the loop

%% Goes on with the next event: one that was inserted, a time-out that is due, a message.
loop(Machine, Debug, Now, [_ | _] = Events) ->
    loop_state_callback(Machine, Debug, Now, Events);
loop(Machine, Debug, Now, []) ->
    case gen_statem_timer:due(Now) of
        {Event, NewNow} -> received(Event, Machine, Debug, NewNow);
        none -> loop_receive(Machine, Debug, Now)
    end.

loop_receive(Machine, Debug, #now{hibernate = true} = Now) ->
    proc_lib:hibernate(?MODULE, wakeup_from_hibernate, [Machine, Debug, Now]);
loop_receive(#machine{hibernate_after = After} = Machine, Debug, Now) ->
    receive
        Message -> decode(Message, Machine, Debug, Now)
    after After -> loop_receive(Machine, Debug, Now#now{hibernate = true})
    end.

%% What a hibernating machine does when a message comes.
wakeup_from_hibernate(Machine, Debug, Now) ->
    receive
        Message -> decode(Message, Machine, Debug, Now)
    end.

decode({system, From, Request}, #machine{parent = Parent} = Machine, Debug, Now) ->
    sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, {Machine, Now},
                          Now#now.hibernate);
decode({'EXIT', Parent, Reason}, #machine{parent = Parent} = Machine, Debug, Now) ->
    terminate(exit, Reason, own_stack(), Machine, Debug, Now, []);
decode({timeout, Timer, Type} = Message, Machine, Debug, Now) ->
    case gen_statem_timer:fired(Timer, Type, Now) of
        {Event, NewNow} -> received(Event, Machine, Debug, NewNow);
        none -> received({info, Message}, Machine, Debug, Now)
    end;
decode({'$gen_call', From, Content}, Machine, Debug, Now) ->
    received({{call, From}, Content}, Machine, Debug, Now);
decode({'$gen_cast', Content}, Machine, Debug, Now) ->
    received({cast, Content}, Machine, Debug, Now);
decode(Message, Machine, Debug, Now) ->
    received({info, Message}, Machine, Debug, Now).

received(Event, Machine, [], Now) ->
    loop_state_callback(Machine, [], Now, [Event]);
received(Event, Machine, Debug, Now) ->
    NewDebug = note(Debug, Machine, {in, Event, Now#now.state}),
    loop_state_callback(Machine, NewDebug, Now, [Event]).

%% Calls back for the first event. Events are that one and those inserted after it.
loop_state_callback(Machine, Debug, #now{state = State, data = Data} = Now,
                    [{Type, Content} | _] = Events) ->
    try call_back(Machine, Type, Content, State, Data) of
        Result -> result(Result, Machine, Debug, Now, Events)
    catch
        throw:Result ->
            result(Result, Machine, Debug, Now, Events);
        Class:Reason:Stack ->
            terminate(Class, Reason, Stack, Machine, Debug, Now, Events)
    end.

call_back(#machine{mode = state_functions, modules = [Module | _]}, Type, Content, State, Data) ->
    Module:State(Type, Content, Data);
call_back(#machine{modules = [Module | _]}, Type, Content, State, Data) ->
    Module:handle_event(Type, Content, State, Data).

result(Result, Machine, Debug, #now{state = State, data = Data} = Now, Events) ->
    case understood(Result, State, Data) of
        {go, NextState, NextData, Actions, Repeat} ->
            transition(event, {NextState, NextData, Actions, Repeat}, State,
                       gen_statem_action:new(), Events, Machine, Debug, Now);
        Other ->
            stop(Other, Machine, Debug, Now, Events)
    end.

%% What a callback's result says: {go, State, Data, Actions, Repeat}, {stop, Reason, Replies,
%% Data} or {bad, Reason}.
understood({next_state, State, Data}, _, _) -> {go, State, Data, [], false};
understood({next_state, State, Data, Actions}, _, _) -> {go, State, Data, Actions, false};
understood({keep_state, Data}, State, _) -> {go, State, Data, [], false};
understood({keep_state, Data, Actions}, State, _) -> {go, State, Data, Actions, false};
understood(keep_state_and_data, State, Data) -> {go, State, Data, [], false};
understood({keep_state_and_data, Actions}, State, Data) -> {go, State, Data, Actions, false};
understood({repeat_state, Data}, State, _) -> {go, State, Data, [], true};
understood({repeat_state, Data, Actions}, State, _) -> {go, State, Data, Actions, true};
understood(repeat_state_and_data, State, Data) -> {go, State, Data, [], true};
understood({repeat_state_and_data, Actions}, State, Data) -> {go, State, Data, Actions, true};
understood(stop, _, Data) -> {stop, normal, [], Data};
understood({stop, Reason}, _, Data) -> {stop, Reason, [], Data};
understood({stop, Reason, Data}, _, _) -> {stop, Reason, [], Data};
understood({stop_and_reply, Reason, Replies}, _, Data) -> {stop, Reason, Replies, Data};
understood({stop_and_reply, Reason, Replies, Data}, _, _) -> {stop, Reason, Replies, Data};
understood(Other, _, _) -> {bad, {bad_return_from_state_function, Other}}.

stop({stop, Reason, Replies, Data}, Machine, Debug, Now, Events) ->
    NewNow = Now#now{data = Data},
    case gen_statem_action:replies(Replies, Debug, noting(Machine, NewNow)) of
        {ok, NewDebug} ->
            terminate(exit, Reason, own_stack(), Machine, NewDebug, NewNow, Events);
        {bad, BadReply, NewDebug} ->
            terminate(error, BadReply, own_stack(), Machine, NewDebug, NewNow, Events)
    end;
stop({bad, Reason}, Machine, Debug, Now, Events) ->
    terminate(error, Reason, own_stack(), Machine, Debug, Now, Events).

%% ---------------------------------------------------------------- transitions

%% Does the actions of a callback, and tells the state that it is entered if that is wanted. Kind
%% is event, or enter after such a telling; Old the state before; Change collects what is to do.
transition(Kind, {State, Data, Actions, Repeat}, Old, Change, Events, Machine, Debug, Now) ->
    Next = Now#now{state = State, data = Data},
    case gen_statem_action:run(Actions, Kind, Change, {Machine, Debug}, noting(Machine, Next)) of
        {ok, NewChange, #machine{enter = true} = NewMachine, NewDebug}
          when Repeat; Kind =:= event, State =/= Old ->
            state_enter(Old, NewChange, Events, NewMachine, NewDebug, Now, Next);
        {ok, NewChange, NewMachine, NewDebug} ->
            commit(NewChange, Events, NewMachine, NewDebug, Now, Next);
        {bad, Reason, NewMachine, NewDebug} ->
            terminate(error, Reason, own_stack(), NewMachine, NewDebug, Next, Events);
        {Class, Reason, Stack, NewMachine, NewDebug} ->
            terminate(Class, Reason, Stack, NewMachine, NewDebug, Next, Events)
    end.

state_enter(Old, Change, Events, Machine, Debug, Now, #now{state = State, data = Data} = Next) ->
    try call_back(Machine, enter, Old, State, Data) of
        Result -> entered(Result, Old, Change, Events, Machine, Debug, Now, Next)
    catch
        throw:Result ->
            entered(Result, Old, Change, Events, Machine, Debug, Now, Next);
        Class:Reason:Stack ->
            terminate(Class, Reason, Stack, Machine, Debug, Now, Events)
    end.

entered(Result, Old, Change, Events, Machine, Debug, Now, Next) ->
    #now{state = State, data = Data} = Next,
    case understood(Result, State, Data) of
        {go, State, NewData, Actions, Repeat} ->
            transition(enter, {State, NewData, Actions, Repeat}, Old, Change, Events, Machine,
                       Debug, Now);
        {go, _, _, _, _} ->
            Reason = {bad_state_enter_return_from_state_function, Result},
            terminate(error, Reason, own_stack(), Machine, Debug, Next, Events);
        Other ->
            stop(Other, Machine, Debug, Next, Events)
    end.

%% Completes a transition: postponed events, time-outs, inserted events.
commit(Change, [Event | Events], Machine, Debug, #now{state = Old} = Now, Next) ->
    #{postpone := Postpone, hibernate := Hibernate, timeouts := Timeouts,
      next_events := Inserted} = Change,
    #now{state = State, postponed = Before} = Next,
    {Kind, Postponed} = case Postpone of
                            true -> {postpone, [Event | Before]};
                            false -> {consume, Before}
                        end,
    NewDebug = note(Debug, Machine, {Kind, Event, Now#now.state, State}),
    Unhurried = gen_statem_timer:cancel(timeout, Next),
    {Rest, Settled} =
        case State =:= Old of
            true -> {Events, Unhurried#now{postponed = Postponed}};
            false ->
                Left = gen_statem_timer:cancel(state_timeout, Unhurried),
                {lists:reverse(Postponed, Events), Left#now{postponed = []}}
        end,
    {FinalDebug, Timed} = start_timers(Timeouts, Machine, NewDebug, Settled),
    loop(Machine, FinalDebug, Timed#now{hibernate = Hibernate}, lists:reverse(Inserted, Rest)).

start_timers(Timeouts, Machine, Debug, #now{state = State} = Now) ->
    {Started, Timed} = gen_statem_timer:start_all(Timeouts, Now),
    Note = fun(Timeout, Noted) -> note(Noted, Machine, {start_timer, Timeout, State}) end,
    {lists:foldl(Note, Debug, Started), Timed}.

%% A function that takes note of the events of actions.
noting(Machine, #now{state = State}) ->
    fun([], _) -> [];
       (Debug, {out, _, _} = Event) -> note(Debug, Machine, Event);
       (Debug, {Kind, What}) -> note(Debug, Machine, {Kind, What, State})
    end.

note([], _Machine, _Event) -> [];
note(Debug, #machine{name = Name}, Event) ->
    sys:handle_debug(Debug, fun print_event/3, Name, Event).

print_event(Device, Event, Name) -> gen_statem_report:print_event(Device, Event, Name).

own_stack() ->
    {current_stacktrace, [_ | Stack]} = process_info(self(), current_stacktrace),
    Stack.

%% ---------------------------------------------------------------- termination

terminate(Class, Reason, Stack, #machine{modules = [Module | _]} = Machine, Debug, Now, Events) ->
    #now{state = State, data = Data} = Now,
    case erlang:function_exported(Module, terminate, 3) of
        true ->
            try
                Module:terminate(Reason, State, Data)
            catch
                throw:_ -> ok;
                NewClass:NewReason:NewStack ->
                    error_info(NewClass, NewReason, NewStack, Machine, Debug, Now, Events),
                    erlang:raise(NewClass, NewReason, NewStack)
            end;
        false ->
            ok
    end,
    case Reason of
        normal when Class =:= exit -> ended(Reason, Machine, Debug, Now);
        shutdown when Class =:= exit -> ended(Reason, Machine, Debug, Now);
        {shutdown, _} when Class =:= exit -> ended(Reason, Machine, Debug, Now);
        _ -> error_info(Class, Reason, Stack, Machine, Debug, Now, Events)
    end,
    case Stack of
        [] -> erlang:Class(Reason);
        _ -> erlang:raise(Class, Reason, Stack)
    end.

ended(Reason, Machine, Debug, #now{state = State}) ->
    note(Debug, Machine, {terminate, Reason, State}).

error_info(Class, Reason, Stack, Machine, Debug, Now, Events) ->
    #machine{name = Name, modules = [Module | _] = Modules, mode = Mode, enter = Enter} = Machine,
    #now{state = State, data = Data, postponed = Postponed} = Now,
    Status = gen:format_status(Module, terminate,
                               #{state => State, data => Data, queue => Events,
                                 postponed => Postponed, log => sys:get_log(Debug),
                                 reason => Reason},
                               [get(), State, Data]),
    ?LOG_ERROR(#{label => {?MODULE, terminate},
                 name => Name,
                 queue => map_get(queue, Status),
                 postponed => map_get(postponed, Status),
                 modules => Modules,
                 callback_mode => Mode,
                 state_enter => Enter,
                 state => shown_state(Status),
                 timeouts => gen_statem_timer:list(Now),
                 log => map_get(log, Status),
                 reason => {Class, map_get(reason, Status), Stack},
                 client_info => client_info(Events)},
               #{domain => [otp],
                 report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1}}).

shown_state(#{'EXIT' := Failure}) -> Failure;
shown_state(#{'$status' := Shown}) -> Shown;
shown_state(#{state := State, data := Data}) -> {State, Data}.

client_info([{{call, From}, _} | _]) -> gen_server_report:client_info(From);
client_info(_) -> undefined.

%% ---------------------------------------------------------------- system messages

%% Goes on after a system message.
system_continue(Parent, Debug, {Machine, Now}) ->
    loop_receive(Machine#machine{parent = Parent}, Debug, Now).

%% Terminates at the order of a system message or because the parent died.
system_terminate(Reason, Parent, Debug, {Machine, Now}) ->
    terminate(exit, Reason, own_stack(), Machine#machine{parent = Parent}, Debug, Now, []).

%% Changes state and data to those of another version of the callback module.
system_code_change({#machine{modules = [Module | _]} = Machine, Now}, _, OldVsn, Extra) ->
    #now{state = State, data = Data} = Now,
    case Module:code_change(OldVsn, State, Data, Extra) of
        {ok, NewState, NewData} ->
            case mode_of(Module) of
                {ok, Mode, Enter} ->
                    {ok, {Machine#machine{mode = Mode, enter = Enter},
                          Now#now{state = NewState, data = NewData}}};
                {bad, Reason} ->
                    error(Reason);
                {Class, Reason, Stack} ->
                    erlang:raise(Class, Reason, Stack)
            end;
        Failed ->
            Failed
    end.

%% State and data.
system_get_state({_Machine, #now{state = State, data = Data}}) -> {ok, {State, Data}}.

%% Replaces state and data.
system_replace_state(Fun, {Machine, #now{state = State, data = Data} = Now}) ->
    {NewState, NewData} = Result = Fun({State, Data}),
    {ok, Result, {Machine, Now#now{state = NewState, data = NewData}}}.

%% What sys:get_status/1 shows of a machine.
format_status(Use, [Dictionary, Mode, Parent, Debug, {Machine, Now}]) ->
    #machine{name = Name, modules = [Module | _] = Modules} = Machine,
    #now{state = State, data = Data, postponed = Postponed} = Now,
    Log = sys:get_log(Debug),
    Status = gen:format_status(Module, Use,
                               #{state => State, data => Data, postponed => Postponed,
                                 log => Log},
                               [Dictionary, State, Data]),
    Shown = case Status of
                #{'EXIT' := Failure} -> [{data, [{"State", Failure}]}];
                #{'$status' := List} when is_list(List) -> List;
                #{'$status' := Term} -> [Term];
                #{state := NewState, data := NewData} ->
                    [{data, [{"State", {NewState, NewData}}]}]
            end,
    [{header, gen:format_status_header("Status for state machine", Name)},
     {data, [{"Status", Mode}, {"Parent", Parent}, {"Modules", Modules},
             {"Time-outs", gen_statem_timer:list(Now)},
             {"Logged Events", map_get(log, Status)},
             {"Postponed", map_get(postponed, Status)}]}
     | Shown].

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(gen_statem_report:pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    SingleLine = map_get(single_line, Options),
    report_text:format(gen_statem_report:pieces(Report, SingleLine), Options).
