%% Finite state machines of old: gen_statem has taken their place.
%%
%% A machine is a gen_server whose state is {StateName, Data}; the callback module is in the process
%% dictionary. Events are messages that the server takes as information. What is reported of a
%% machine that crashes is what is reported of a server.
-module(gen_fsm).

-behaviour(gen_server).

-export([start/3, start/4, start_link/3, start_link/4, stop/1, stop/3, enter_loop/4, enter_loop/5]).
-export([enter_loop/6, send_event/2, sync_send_event/2, sync_send_event/3, reply/2]).
-export([send_all_state_event/2, sync_send_all_state_event/2, sync_send_all_state_event/3]).
-export([start_timer/2, send_event_after/2, cancel_timer/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3]).

-callback init(Args :: term()) ->
    {ok, StateName :: atom(), Data :: term()}
    | {ok, StateName :: atom(), Data :: term(), timeout() | hibernate}
    | {stop, Reason :: term()} | ignore.
-callback handle_event(Event :: term(), StateName :: atom(), Data :: term()) -> term().
-callback handle_sync_event(Event :: term(), From :: {pid(), term()}, StateName :: atom(),
                            Data :: term()) -> term().
-callback handle_info(Info :: term(), StateName :: atom(), Data :: term()) -> term().
-callback terminate(Reason :: term(), StateName :: atom(), Data :: term()) -> term().
-callback code_change(Old :: term(), StateName :: atom(), Data :: term(), Extra :: term()) -> term().
-optional_callbacks([handle_info/3, terminate/3, code_change/4]).

-define(MODULE_KEY, '$gen_fsm_module').
%% The reply that a sync event which stops the machine gets, kept until terminate/3 has run.
-define(LAST_REPLY, '$gen_fsm_last_reply').

%% ---------------------------------------------------------------- start and stop

%% Start a machine.
start(Module, Args, Options) -> gen_server:start(?MODULE, {Module, Args}, Options).

%% Start a machine with a name.
start(Name, Module, Args, Options) -> gen_server:start(Name, ?MODULE, {Module, Args}, Options).

%% Start a machine linked with the caller.
start_link(Module, Args, Options) -> gen_server:start_link(?MODULE, {Module, Args}, Options).

%% The same with a name.
start_link(Name, Module, Args, Options) ->
    gen_server:start_link(Name, ?MODULE, {Module, Args}, Options).

%% Stop a machine and wait until it is gone.
stop(Machine) -> gen:stop(Machine).

%% The same with a reason and a time limit.
stop(Machine, Reason, Timeout) -> gen:stop(Machine, Reason, Timeout).

%% Make the calling process a machine.
enter_loop(Module, Options, StateName, Data) ->
    enter_loop(Module, Options, StateName, Data, self(), infinity).

%% The same with a name, or with what comes next.
enter_loop(Module, Options, StateName, Data, {Kind, _} = Name)
  when Kind =:= local; Kind =:= global ->
    enter_loop(Module, Options, StateName, Data, Name, infinity);
enter_loop(Module, Options, StateName, Data, Next) ->
    enter_loop(Module, Options, StateName, Data, self(), Next).

%% The same with both.
enter_loop(Module, Options, StateName, Data, Where, Next) ->
    put(?MODULE_KEY, Module),
    gen_server:enter_loop(?MODULE, Options, {StateName, Data}, Where, Next).

%% ---------------------------------------------------------------- events

%% Send an event: StateName(Event, Data) is called.
send_event(Machine, Event) -> send(Machine, {'$gen_event', Event}).

%% Send an event to whatever state: handle_event(Event, StateName, Data) is called.
send_all_state_event(Machine, Event) -> send(Machine, {'$gen_all_state_event', Event}).

send({global, Name}, Message) ->
    catch global:send(Name, Message),
    ok;
send({via, Module, Name}, Message) ->
    catch Module:send(Name, Message),
    ok;
send(Machine, Message) ->
    Machine ! Message,
    ok.

%% Send an event and wait for the reply: StateName(Event, From, Data) is called.
sync_send_event(Machine, Event) ->
    call(Machine, '$gen_sync_event', Event, sync_send_event, [Machine, Event], 5000).

%% The same with a time limit.
sync_send_event(Machine, Event, Timeout) ->
    call(Machine, '$gen_sync_event', Event, sync_send_event, [Machine, Event, Timeout], Timeout).

%% The same to whatever state: handle_sync_event(Event, From, StateName, Data) is called.
sync_send_all_state_event(Machine, Event) ->
    call(Machine, '$gen_sync_all_state_event', Event, sync_send_all_state_event, [Machine, Event],
         5000).

%% The same with a time limit.
sync_send_all_state_event(Machine, Event, Timeout) ->
    call(Machine, '$gen_sync_all_state_event', Event, sync_send_all_state_event,
         [Machine, Event, Timeout], Timeout).

call(Machine, Label, Event, Function, Args, Timeout) ->
    try gen:call(Machine, Label, Event, Timeout) of
        {ok, Reply} -> Reply
    catch
        error:Reason:Stack -> exit({{Reason, Stack}, {?MODULE, Function, Args}});
        _:Reason -> exit({Reason, {?MODULE, Function, Args}})
    end.

%% Answer an event that was sent with a sync_ function.
reply(From, Reply) -> gen:reply(From, Reply).

%% Send {timeout, Timer, Message} to the machine itself later, as an event.
start_timer(Time, Message) -> erlang:start_timer(Time, self(), {'$gen_timer', Message}).

%% Send an event to the machine itself later.
send_event_after(Time, Event) -> erlang:start_timer(Time, self(), {'$gen_event', Event}).

%% Stop such a timer: the time that was left, or false if its event has come.
cancel_timer(Timer) ->
    case erlang:cancel_timer(Timer) of
        false ->
            receive
                {timeout, Timer, _} -> 0
            after 0 -> false
            end;
        Left ->
            Left
    end.

%% ---------------------------------------------------------------- the server

%% Start the callback module.
init({Module, Args}) ->
    put(?MODULE_KEY, Module),
    case Module:init(Args) of
        {ok, StateName, Data} -> {ok, {StateName, Data}};
        {ok, StateName, Data, Next} -> {ok, {StateName, Data}, Next};
        Other -> Other
    end.

%% A machine gets no calls of servers.
handle_call(Request, From, State) -> handle_info({'$gen_call', From, Request}, State).

%% A machine gets no casts of servers.
handle_cast(Message, State) -> handle_info({'$gen_cast', Message}, State).

%% Events of all kinds.
handle_info({'$gen_event', Event}, State) -> event(Event, State);
handle_info({timeout, _Timer, {'$gen_event', Event}}, State) -> event(Event, State);
handle_info({timeout, Timer, {'$gen_timer', Message}}, State) ->
    event({timeout, Timer, Message}, State);
handle_info(timeout, State) -> event(timeout, State);
handle_info({'$gen_all_state_event', Event}, {StateName, Data}) ->
    next((module()):handle_event(Event, StateName, Data), none, StateName);
handle_info({'$gen_sync_event', From, Event}, {StateName, Data}) ->
    next((module()):StateName(Event, From, Data), From, StateName);
handle_info({'$gen_sync_all_state_event', From, Event}, {StateName, Data}) ->
    next((module()):handle_sync_event(Event, From, StateName, Data), From, StateName);
handle_info(Info, {StateName, Data} = State) ->
    Module = module(),
    case erlang:function_exported(Module, handle_info, 3) of
        true -> next(Module:handle_info(Info, StateName, Data), none, StateName);
        false -> {noreply, State}
    end.

module() -> get(?MODULE_KEY).

event(Event, {StateName, Data}) -> next((module()):StateName(Event, Data), none, StateName).

%% What a callback's result means for the server; From waits for a reply unless it is none.
next({next_state, StateName, Data}, _, _) ->
    {noreply, {StateName, Data}};
next({next_state, StateName, Data, Next}, _, _) ->
    {noreply, {StateName, Data}, Next};
next({reply, Reply, StateName, Data}, From, _) when From =/= none ->
    gen:reply(From, Reply),
    {noreply, {StateName, Data}};
next({reply, Reply, StateName, Data, Next}, From, _) when From =/= none ->
    gen:reply(From, Reply),
    {noreply, {StateName, Data}, Next};
next({stop, Reason, Data}, _, StateName) ->
    {stop, Reason, {StateName, Data}};
next({stop, Reason, Reply, Data}, From, StateName) when From =/= none ->
    put(?LAST_REPLY, {From, Reply}),
    {stop, Reason, {StateName, Data}};
next(Other, _, _) ->
    Other.

%% The end of the callback module; who asked for it hears of it afterwards.
terminate(Reason, {StateName, Data}) ->
    try
        terminate_callback(module(), Reason, StateName, Data)
    after
        last_reply(get(?LAST_REPLY))
    end.

terminate_callback(Module, Reason, StateName, Data) ->
    case erlang:function_exported(Module, terminate, 3) of
        true -> Module:terminate(Reason, StateName, Data);
        false -> ok
    end.

last_reply({From, Reply}) -> gen:reply(From, Reply);
last_reply(undefined) -> ok.

%% Code is not changed while a program runs.
code_change(Old, {StateName, Data}, Extra) ->
    case (module()):code_change(Old, StateName, Data, Extra) of
        {ok, StateName1, Data1} -> {ok, {StateName1, Data1}};
        Error -> Error
    end.
