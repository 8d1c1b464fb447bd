%% The server of a client-server relation: a process that keeps a state and answers requests by
%% the functions of a callback module.
%%
%% While a server waits it is a #server{}, which does not change, its callback's state, and what
%% is to be done next: wait (infinity), wait so many milliseconds, hibernate, or continue.
-module(gen_server).

-include_lib("kernel/include/logger.hrl").

-export([start/3, start/4, start_link/3, start_link/4, start_monitor/3, start_monitor/4]).
-export([stop/1, stop/3, call/2, call/3, cast/2, reply/2, abcast/2, abcast/3]).
-export([multi_call/2, multi_call/3, multi_call/4]).
-export([send_request/2, send_request/4, wait_response/2, wait_response/3]).
-export([receive_response/2, receive_response/3, check_response/2, check_response/3]).
-export([reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
-export([enter_loop/3, enter_loop/4, enter_loop/5, init_it/6, wake_hib/6]).
-export([system_continue/3, system_terminate/4, system_code_change/4]).
-export([system_get_state/1, system_replace_state/2, format_status/2]).
-export([format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term()} | ignore.
-callback handle_call(Request :: term(), From :: {pid(), term()}, State :: term()) ->
    {reply, Reply :: term(), State :: term()} |
    {reply, Reply :: term(), State :: term(), timeout() | hibernate | {continue, term()}} |
    {noreply, State :: term()} |
    {noreply, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term(), Reply :: term(), State :: term()} |
    {stop, Reason :: term(), State :: term()}.
-callback handle_cast(Request :: term(), State :: term()) ->
    {noreply, State :: term()} |
    {noreply, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term(), State :: term()}.
-callback handle_info(Message :: timeout | term(), State :: term()) ->
    {noreply, State :: term()} |
    {noreply, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term(), State :: term()}.
-callback handle_continue(Continue :: term(), State :: term()) ->
    {noreply, State :: term()} |
    {noreply, State :: term(), timeout() | hibernate | {continue, term()}} |
    {stop, Reason :: term(), State :: term()}.
-callback terminate(Reason :: term(), State :: term()) -> term().
-callback code_change(OldVsn :: term(), State :: term(), Extra :: term()) ->
    {ok, State :: term()} | {error, Reason :: term()}.
-callback format_status(Use :: normal | terminate, Items :: [term()]) -> term().
-callback format_status(Status :: map()) -> map().
-optional_callbacks([handle_info/2, handle_continue/2, terminate/2, code_change/3,
                     format_status/1, format_status/2]).

-record(server, {parent, name, module, hibernate_after}).

-define(IS_TIMEOUT(T), (T =:= infinity orelse is_integer(T) andalso T >= 0)).

%% ---------------------------------------------------------------- starting and stopping

%% Starts a server that no supervisor owns, without a name.
start(Module, Args, Options) -> gen:start(?MODULE, nolink, Module, Args, Options).

%% The same under a name: {local, Name}, {global, Name} or {via, Registry, Name}.
start(Name, Module, Args, Options) ->
    gen:start(?MODULE, nolink, Name, Module, Args, Options).

%% Starts a server linked to this process: {ok, Pid}, ignore or {error, Reason}.
start_link(Module, Args, Options) -> gen:start(?MODULE, link, Module, Args, Options).

%% The same under a name.
start_link(Name, Module, Args, Options) ->
    gen:start(?MODULE, link, Name, Module, Args, Options).

%% Starts a server and monitors it: {ok, {Pid, Monitor}}, ignore or {error, Reason}.
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

%% Stops a server with reason normal.
stop(Server) -> gen:stop(Server).

%% Stops a server with a reason and waits until it is gone.
stop(Server, Reason, Timeout) -> gen:stop(Server, Reason, Timeout).

%% ---------------------------------------------------------------- requests

%% Sends a request and waits five seconds at most for the reply.
call(Server, Request) ->
    try gen:call(Server, '$gen_call', Request) of
        {ok, Reply} -> Reply
    catch
        Class:Reason:Stack ->
            exit({call_failed(Class, Reason, Stack), {?MODULE, call, [Server, Request]}})
    end.

%% Sends a request and waits for the reply.
call(Server, Request, Timeout) ->
    try gen:call(Server, '$gen_call', Request, Timeout) of
        {ok, Reply} -> Reply
    catch
        Class:Reason:Stack ->
            exit({call_failed(Class, Reason, Stack),
                  {?MODULE, call, [Server, Request, Timeout]}})
    end.

call_failed(error, Reason, Stack) -> {Reason, Stack};
call_failed(_, Reason, _Stack) -> Reason.

%% Sends a request that gets no reply, whether the server exists or not.
cast({global, Name}, Request) ->
    quietly(fun() -> global:send(Name, {'$gen_cast', Request}) end);
cast({via, Registry, Name}, Request) ->
    quietly(fun() -> Registry:send(Name, {'$gen_cast', Request}) end);
cast({Name, Node} = Server, Request) when is_atom(Name), is_atom(Node) ->
    send(Server, {'$gen_cast', Request});
cast(Server, Request) when is_atom(Server); is_pid(Server) ->
    send(Server, {'$gen_cast', Request}).

%% Sends a request to the servers of a name on all nodes.
abcast(Name, Request) when is_atom(Name) -> abcast([node() | nodes()], Name, Request).

%% The same on some nodes.
abcast(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) ->
    [send({Name, Node}, {'$gen_cast', Request}) || Node <- Nodes, is_atom(Node)],
    abcast.

send(Server, Message) -> quietly(fun() -> erlang:send(Server, Message, [noconnect]) end).

quietly(Send) ->
    try
        Send()
    catch
        _:_ -> ok
    end,
    ok.

%% Answers a request that handle_call left unanswered.
reply(Client, Reply) -> gen:reply(Client, Reply).

%% Calls the servers of a name on all nodes: {[{Node, Reply}], BadNodes}.
multi_call(Name, Request) when is_atom(Name) ->
    multi_call([node() | nodes()], Name, Request, infinity).

%% The same on some nodes.
multi_call(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) ->
    multi_call(Nodes, Name, Request, infinity).

%% The same with a time limit for all together.
multi_call(Nodes, Name, Request, Timeout)
  when is_list(Nodes), is_atom(Name), ?IS_TIMEOUT(Timeout) ->
    Requests = [{Node, gen:send_request({Name, Node}, '$gen_call', Request)} || Node <- Nodes],
    Deadline = case Timeout of
                   infinity -> infinity;
                   _ -> {abs, erlang:monotonic_time(millisecond) + Timeout}
               end,
    gather(Requests, Deadline, [], []).

gather([{Node, Request} | Rest], Deadline, Replies, Bad) ->
    case gen:receive_response(Request, Deadline) of
        {reply, Reply} -> gather(Rest, Deadline, [{Node, Reply} | Replies], Bad);
        _ -> gather(Rest, Deadline, Replies, [Node | Bad])
    end;
gather([], _Deadline, Replies, Bad) ->
    {Replies, Bad}.

%% Sends a request whose reply is received later.
send_request(Server, Request) ->
    try
        gen:send_request(Server, '$gen_call', Request)
    catch
        error:Reason -> error(Reason, [Server, Request])
    end.

%% The same, and puts it with a mark into a collection.
send_request(Server, Request, Mark, Requests) ->
    try
        gen:send_request(Server, '$gen_call', Request, Mark, Requests)
    catch
        error:Reason -> error(Reason, [Server, Request, Mark, Requests])
    end.

%% Waits for the reply: {reply, Reply}, timeout or {error, {Reason, Server}}.
wait_response(Request, Timeout) ->
    checked(fun() -> gen:wait_response(Request, Timeout) end, [Request, Timeout]).

%% Waits for a reply of a collection: {Response, Mark, Requests}, timeout or no_request.
wait_response(Requests, Timeout, Delete) ->
    checked(fun() -> gen:wait_response(Requests, Timeout, Delete) end,
            [Requests, Timeout, Delete]).

%% Waits for the reply; after timeout the request is given up.
receive_response(Request, Timeout) ->
    checked(fun() -> gen:receive_response(Request, Timeout) end, [Request, Timeout]).

%% Waits for a reply of a collection; after timeout all its requests are given up.
receive_response(Requests, Timeout, Delete) ->
    checked(fun() -> gen:receive_response(Requests, Timeout, Delete) end,
            [Requests, Timeout, Delete]).

%% Is a message the reply to the request? no_reply if not.
check_response(Message, Request) ->
    checked(fun() -> gen:check_response(Message, Request) end, [Message, Request]).

%% Is a message the reply to a request of the collection?
check_response(Message, Requests, Delete) ->
    checked(fun() -> gen:check_response(Message, Requests, Delete) end,
            [Message, Requests, Delete]).

checked(Fun, Args) ->
    try
        Fun()
    catch
        error:_ -> error(badarg, Args)
    end.

%% An empty collection of requests.
reqids_new() -> gen:reqids_new().

%% The number of requests in a collection.
reqids_size(Requests) -> checked(fun() -> gen:reqids_size(Requests) end, [Requests]).

%% Adds a request with a mark to a collection.
reqids_add(Request, Mark, Requests) ->
    checked(fun() -> gen:reqids_add(Request, Mark, Requests) end, [Request, Mark, Requests]).

%% The requests of a collection with their marks.
reqids_to_list(Requests) -> checked(fun() -> gen:reqids_to_list(Requests) end, [Requests]).

%% ---------------------------------------------------------------- first steps of a server

%% Makes the calling process, started by proc_lib, a server.
enter_loop(Module, Options, State) when is_atom(Module), is_list(Options) ->
    enter_loop(Module, Options, State, self(), infinity).

%% The same with a name, which the process must have, or with what comes next.
enter_loop(Module, Options, State, {Kind, _} = Name)
  when is_atom(Module), is_list(Options), Kind =:= local;
       is_atom(Module), is_list(Options), Kind =:= global ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, {via, _, _} = Name)
  when is_atom(Module), is_list(Options) ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, Next) when is_atom(Module), is_list(Options) ->
    enter_loop(Module, Options, State, self(), Next).

%% The same with name and what comes next.
enter_loop(Module, Options, State, Where, Next) when is_atom(Module), is_list(Options) ->
    Name = gen:get_proc_name(Where),
    Server = #server{parent = gen:get_parent(), name = Name, module = Module,
                     hibernate_after = gen:hibernate_after(Options)},
    loop(Server, State, Next, gen:debug_options(Name, Options)).

%% First function of a server's process.
init_it(Starter, self, Where, Module, Args, Options) ->
    init_it(Starter, self(), Where, Module, Args, Options);
init_it(Starter, Parent, Where, Module, Args, Options) ->
    Name = gen:name(Where),
    Server = #server{parent = Parent, name = Name, module = Module,
                     hibernate_after = gen:hibernate_after(Options)},
    Debug = gen:debug_options(Name, Options),
    case init_it(Module, Args) of
        {ok, {ok, State}} ->
            ready(Server, Starter, State, infinity, Debug);
        {ok, {ok, State, Next}} ->
            ready(Server, Starter, State, Next, Debug);
        {ok, {stop, Reason}} ->
            not_ready(Starter, Where, {error, Reason}),
            exit(Reason);
        {ok, ignore} ->
            not_ready(Starter, Where, ignore),
            exit(normal);
        {ok, Other} ->
            not_ready(Starter, Where, {error, {bad_return_value, Other}}),
            exit({bad_return_value, Other});
        {'EXIT', Class, Reason, Stack} ->
            not_ready(Starter, Where, {error, as_reason(Class, Reason, Stack)}),
            erlang:raise(Class, Reason, Stack)
    end.

init_it(Module, Args) ->
    try
        {ok, Module:init(Args)}
    catch
        throw:Result -> {ok, Result};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

ready(Server, Starter, State, Next, Debug) ->
    proc_lib:init_ack(Starter, {ok, self()}),
    loop(Server, State, Next, Debug).

%% The name is free before the starter hears of the failure.
not_ready(Starter, Where, Result) ->
    gen:unregister_name(Where),
    proc_lib:init_ack(Starter, Result).

as_reason(error, Reason, Stack) -> {Reason, Stack};
as_reason(exit, Reason, _Stack) -> Reason;
as_reason(throw, Reason, Stack) -> {{nocatch, Reason}, Stack}.

%% ---------------------------------------------------------------- the loop

loop(Server, State, {continue, Argument} = Message, Debug) ->
    Result = try_dispatch(Server, handle_continue, Argument, State),
    case Debug of
        [] ->
            handle_result(Result, Server, State, Message, none, Debug);
        _ ->
            NewDebug = note(Debug, Server, Message),
            handle_result(Result, Server, State, Message, none, NewDebug)
    end;
loop(Server, State, hibernate, Debug) ->
    hibernate(Server, State, hibernate, Debug);
loop(#server{hibernate_after = After} = Server, State, infinity, Debug)
  when After =/= infinity ->
    receive
        Message -> decode(Message, Server, State, infinity, Debug, false)
    after After -> hibernate(Server, State, infinity, Debug)
    end;
loop(Server, State, Timeout, Debug) ->
    receive
        Message -> decode(Message, Server, State, Timeout, Debug, false)
    after Timeout -> decode(timeout, Server, State, Timeout, Debug, false)
    end.

hibernate(Server, State, Next, Debug) ->
    #server{parent = Parent, name = Name, module = Module} = Server,
    Kept = {Server#server.hibernate_after, Next},
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, State, Module, Kept, Debug]).

%% What a hibernating server does when a message comes.
wake_hib(Parent, Name, State, Module, {HibernateAfter, Next}, Debug) ->
    Server = #server{parent = Parent, name = Name, module = Module,
                     hibernate_after = HibernateAfter},
    receive
        Message -> decode(Message, Server, State, Next, Debug, Next =:= hibernate)
    end.

decode({system, From, Request}, Server, State, Next, Debug, Hibernates) ->
    sys:handle_system_msg(Request, From, Server#server.parent, ?MODULE, Debug,
                          {Server, State, Next}, Hibernates);
decode({'EXIT', Parent, Reason}, #server{parent = Parent} = Server, State, _, Debug, _) ->
    terminate(exit, Reason, ordered, {'EXIT', Parent, Reason}, none, Server, State, Debug);
decode(Message, Server, State, _Next, [], _) ->
    handle_msg(Message, Server, State, []);
decode(Message, Server, State, _Next, Debug, _) ->
    handle_msg(Message, Server, State, note(Debug, Server, {in, Message})).

handle_msg({'$gen_call', Client, Request} = Message, Server, State, Debug) ->
    Result = try_handle_call(Server, Request, Client, State),
    case Result of
        {ok, {reply, Reply, NewState}} ->
            NewDebug = answer(Client, Reply, Server, NewState, Debug),
            loop(Server, NewState, infinity, NewDebug);
        {ok, {reply, Reply, NewState, Next}} ->
            NewDebug = answer(Client, Reply, Server, NewState, Debug),
            loop(Server, NewState, Next, NewDebug);
        {ok, {stop, Reason, Reply, NewState}} ->
            try
                terminate(exit, Reason, ordered, Message, Client, Server, NewState, Debug)
            after
                answer(Client, Reply, Server, NewState, Debug)
            end;
        _ ->
            handle_result(Result, Server, State, Message, Client, Debug)
    end;
handle_msg({'$gen_cast', Request} = Message, Server, State, Debug) ->
    Result = try_dispatch(Server, handle_cast, Request, State),
    handle_result(Result, Server, State, Message, none, Debug);
handle_msg(Message, Server, State, Debug) ->
    Result = try_dispatch(Server, handle_info, Message, State),
    handle_result(Result, Server, State, Message, none, Debug).

%% {ok, What the callback gives} or {'EXIT', Class, Reason, Stack}.
try_handle_call(#server{module = Module}, Request, Client, State) ->
    try
        {ok, Module:handle_call(Request, Client, State)}
    catch
        throw:Result -> {ok, Result};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

try_dispatch(#server{module = Module}, Function, Argument, State) ->
    try
        {ok, Module:Function(Argument, State)}
    catch
        throw:Result ->
            {ok, Result};
        error:undef:Stack when Function =:= handle_info ->
            undefined_call(Module, Argument, State, Stack);
        Class:Reason:Stack ->
            {'EXIT', Class, Reason, Stack}
    end.

%% Without a handle_info, messages are logged and thrown away.
undefined_call(Module, Message, State, [{Module, handle_info, [Message, State], _} | _] = Stack) ->
    case erlang:function_exported(Module, handle_info, 2) of
        true ->
            {'EXIT', error, undef, Stack};
        false ->
            no_handle_info(Module, Message),
            {ok, {noreply, State}}
    end;
undefined_call(_Module, _Message, _State, Stack) ->
    {'EXIT', error, undef, Stack}.

no_handle_info(Module, Message) ->
    ?LOG_WARNING(#{label => {?MODULE, no_handle_info}, module => Module, message => Message},
                 #{domain => [otp],
                   report_cb => fun ?MODULE:format_log/2,
                   error_logger => #{tag => warning_msg,
                                     report_cb => fun ?MODULE:format_log/1}}).

handle_result({ok, {noreply, NewState}}, Server, _State, _Message, _Client, Debug) ->
    loop(Server, NewState, infinity, note(Debug, Server, {noreply, NewState}));
handle_result({ok, {noreply, NewState, Next}}, Server, _State, _Message, _Client, Debug) ->
    loop(Server, NewState, Next, note(Debug, Server, {noreply, NewState}));
handle_result({ok, {stop, Reason, NewState}}, Server, _State, Message, Client, Debug) ->
    terminate(exit, Reason, ordered, Message, Client, Server, NewState, Debug);
handle_result({'EXIT', Class, Reason, Stack}, Server, State, Message, Client, Debug) ->
    terminate(Class, Reason, Stack, Message, Client, Server, State, Debug);
handle_result({ok, Other}, Server, State, Message, Client, Debug) ->
    terminate(exit, {bad_return_value, Other}, ordered, Message, Client, Server, State,
              Debug).

answer(Client, Reply, _Server, _State, []) ->
    gen:reply(Client, Reply),
    [];
answer({Pid, _Tag} = Client, Reply, Server, State, Debug) ->
    gen:reply(Client, Reply),
    note(Debug, Server, {out, Reply, Pid, State}).

%% ---------------------------------------------------------------- termination

%% Stack is where the callback failed, or `ordered` where it told the server to stop.
terminate(Class, Reason, Stack, Message, Client, Server, State, Debug) ->
    case try_terminate(Server#server.module, as_told(Class, Reason, Stack), State) of
        ok -> ended(Class, Reason, Stack, Message, Client, Server, State, Debug);
        {'EXIT', NewClass, NewReason, NewStack} ->
            Shown = as_told(NewClass, NewReason, NewStack),
            error_info(Shown, Message, Client, Server, State, Debug),
            erlang:raise(NewClass, NewReason, NewStack)
    end.

%% The reason as terminate/2 is told it.
as_told(error, Reason, Stack) -> {Reason, Stack};
as_told(_, Reason, _Stack) -> Reason.

try_terminate(Module, Reason, State) ->
    case erlang:function_exported(Module, terminate, 2) of
        true ->
            try
                Module:terminate(Reason, State),
                ok
            catch
                throw:_ -> ok;
                Class:NewReason:Stack -> {'EXIT', Class, NewReason, Stack}
            end;
        false ->
            ok
    end.

ended(exit, Reason, Stack, Message, Client, Server, State, Debug) ->
    case Reason of
        normal -> ok;
        shutdown -> ok;
        {shutdown, _} -> ok;
        _ when Stack =:= ordered -> error_info(Reason, Message, Client, Server, State, Debug);
        _ -> error_info({Reason, Stack}, Message, Client, Server, State, Debug)
    end,
    case Stack of
        ordered -> exit(Reason);
        _ -> erlang:raise(exit, Reason, Stack)
    end;
ended(Class, Reason, Stack, Message, Client, Server, State, Debug) ->
    error_info({Reason, Stack}, Message, Client, Server, State, Debug),
    erlang:raise(Class, Reason, Stack).

%% The supervisor of the kernel application makes its own reports.
error_info(_Reason, _Message, _Client, #server{name = application_controller}, _, _) ->
    ok;
error_info(Reason, Message, Client, Server, State, Debug) ->
    #server{name = Name, module = Module} = Server,
    Status = gen:format_status(Module, terminate,
                               #{state => State, message => Message, reason => Reason,
                                 log => sys:get_log(Debug)},
                               [get(), State]),
    ?LOG_ERROR(#{label => {?MODULE, terminate},
                 name => Name,
                 last_message => map_get(message, Status),
                 state => shown_state(Status),
                 log => map_get(log, Status),
                 reason => map_get(reason, Status),
                 client_info => gen_server_report:client_info(Client)},
               #{domain => [otp],
                 report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1}}).

shown_state(#{'EXIT' := Failure}) -> Failure;
shown_state(#{'$status' := Shown}) -> Shown;
shown_state(#{state := State}) -> State.

%% ---------------------------------------------------------------- system messages

%% Goes on after a system message.
system_continue(Parent, Debug, {Server, State, Next}) ->
    loop(Server#server{parent = Parent}, State, Next, Debug).

%% Terminates at the order of a system message or because the parent died.
system_terminate(Reason, _Parent, Debug, {Server, State, _Next}) ->
    terminate(exit, Reason, ordered, [], none, Server, State, Debug).

%% Changes the state to that of another version of the callback module.
system_code_change({#server{module = Module} = Server, State, Next}, _Module, OldVsn, Extra) ->
    case catch Module:code_change(OldVsn, State, Extra) of
        {ok, NewState} -> {ok, {Server, NewState, Next}};
        Other -> Other
    end.

%% The callback module's state.
system_get_state({_Server, State, _Next}) -> {ok, State}.

%% Replaces the callback module's state.
system_replace_state(Fun, {Server, State, Next}) ->
    NewState = Fun(State),
    {ok, NewState, {Server, NewState, Next}}.

%% What sys:get_status/1 shows of a server.
format_status(Use, [Dictionary, Mode, Parent, Debug, {Server, State, _Next}]) ->
    #server{name = Name, module = Module} = Server,
    Status = gen:format_status(Module, Use, #{state => State, log => sys:get_log(Debug)},
                               [Dictionary, State]),
    Data = case Status of
               #{'EXIT' := Failure} -> [{data, [{"State", Failure}]}];
               #{'$status' := Shown} when is_list(Shown) -> Shown;
               #{'$status' := Shown} -> [Shown];
               #{state := Shown} -> [{data, [{"State", Shown}]}]
           end,
    [{header, gen:format_status_header("Status for generic server", Name)},
     {data, [{"Status", Mode}, {"Parent", Parent}, {"Logged events", map_get(log, Status)}]}
     | Data].

%% ---------------------------------------------------------------- events and reports

note([], _Server, _Event) -> [];
note(Debug, #server{name = Name}, Event) ->
    sys:handle_debug(Debug, fun print_event/3, Name, Event).

print_event(Device, Event, Name) ->
    case Event of
        {in, {'$gen_call', {Pid, _Tag}, Request}} ->
            io:format(Device, "*DBG* ~tp got call ~tp from ~tw~n", [Name, Request, Pid]);
        {in, {'$gen_cast', Request}} ->
            io:format(Device, "*DBG* ~tp got cast ~tp~n", [Name, Request]);
        {in, Message} ->
            io:format(Device, "*DBG* ~tp got ~tp~n", [Name, Message]);
        {out, Reply, Pid, State} ->
            io:format(Device, "*DBG* ~tp sent ~tp to ~tw, new state ~tp~n",
                      [Name, Reply, Pid, State]);
        {noreply, State} ->
            io:format(Device, "*DBG* ~tp new state ~tp~n", [Name, State]);
        _ ->
            io:format(Device, "*DBG* ~tp dbg  ~tp~n", [Name, Event])
    end.

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(gen_server_report:pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    SingleLine = map_get(single_line, Options),
    report_text:format(gen_server_report:pieces(Report, SingleLine), Options).
