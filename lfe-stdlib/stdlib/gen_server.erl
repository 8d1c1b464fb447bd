%% Servers: processes with a state that answer calls and casts through a callback module.
%%
%% The loop has as its arguments the parent, the name, the state, the callback module, how long to
%% wait (a time, infinity, hibernate or {continue, Term}), after how long to hibernate, and the
%% debug structure of sys.
-module(gen_server).

-export([start/3, start/4, start_link/3, start_link/4, start_monitor/3, start_monitor/4]).
-export([stop/1, stop/3, call/2, call/3, cast/2, abcast/2, abcast/3, reply/2]).
-export([multi_call/2, multi_call/3, multi_call/4, send_request/2, send_request/4]).
-export([wait_response/2, wait_response/3, receive_response/2, receive_response/3]).
-export([check_response/2, check_response/3, reqids_new/0, reqids_size/1, reqids_add/3]).
-export([reqids_to_list/1, enter_loop/3, enter_loop/4, enter_loop/5, init_it/6, wake_hib/6]).
-export([system_continue/3, system_terminate/4, system_code_change/4, system_get_state/1]).
-export([system_replace_state/2, format_status/2, format_log/1, format_log/2]).

-callback init(Args :: term()) -> term().
-callback handle_call(Request :: term(), From :: term(), State :: term()) -> term().
-callback handle_cast(Request :: term(), State :: term()) -> term().
-callback handle_info(Info :: term(), State :: term()) -> term().
-callback handle_continue(Info :: term(), State :: term()) -> term().
-callback terminate(Reason :: term(), State :: term()) -> term().
-callback code_change(OldVersion :: term(), State :: term(), Extra :: term()) -> term().
-callback format_status(Option :: term(), Status :: term()) -> term().
-callback format_status(Status :: map()) -> map().
-optional_callbacks([handle_info/2, handle_continue/2, terminate/2, code_change/3,
                     format_status/2, format_status/1]).

%% ---------------------------------------------------------------- starting and stopping

%% Start a server without a name.
start(Module, Args, Options) when is_atom(Module), is_list(Options) ->
    gen:start(fun ?MODULE:init_it/6, no_link, none, Module, Args, Options);
start(Module, Args, Options) ->
    error(badarg, [Module, Args, Options]).

%% Start a server with a name: {local, Name}, {global, Name} or {via, Module, Name}.
start(Name, Module, Args, Options) when is_tuple(Name), is_atom(Module), is_list(Options) ->
    gen:start(fun ?MODULE:init_it/6, no_link, Name, Module, Args, Options);
start(Name, Module, Args, Options) ->
    error(badarg, [Name, Module, Args, Options]).

%% Start a linked server without a name.
start_link(Module, Args, Options) when is_atom(Module), is_list(Options) ->
    gen:start(fun ?MODULE:init_it/6, link, none, Module, Args, Options);
start_link(Module, Args, Options) ->
    error(badarg, [Module, Args, Options]).

%% Start a linked server with a name.
start_link(Name, Module, Args, Options) when is_tuple(Name), is_atom(Module), is_list(Options) ->
    gen:start(fun ?MODULE:init_it/6, link, Name, Module, Args, Options);
start_link(Name, Module, Args, Options) ->
    error(badarg, [Name, Module, Args, Options]).

%% Start a monitored server without a name: {ok, {Pid, Monitor}} if it starts.
start_monitor(Module, Args, Options) when is_atom(Module), is_list(Options) ->
    monitored(gen:start(fun ?MODULE:init_it/6, monitor, none, Module, Args, Options));
start_monitor(Module, Args, Options) ->
    error(badarg, [Module, Args, Options]).

%% Start a monitored server with a name.
start_monitor(Name, Module, Args, Options)
  when is_tuple(Name), is_atom(Module), is_list(Options) ->
    monitored(gen:start(fun ?MODULE:init_it/6, monitor, Name, Module, Args, Options));
start_monitor(Name, Module, Args, Options) ->
    error(badarg, [Name, Module, Args, Options]).

monitored({{ok, Pid}, Monitor}) -> {ok, {Pid, Monitor}};
monitored({Failure, Monitor}) ->
    receive
        {'DOWN', Monitor, process, _, _} -> Failure
    end.

%% Stop a server.
stop(Server) -> gen:stop(Server).

%% Stop a server with a reason, within a time.
stop(Server, Reason, Timeout) -> gen:stop(Server, Reason, Timeout).

%% ---------------------------------------------------------------- calls and casts

%% Call a server and wait at most 5 seconds for the answer.
call(Server, Request) ->
    try gen:call(Server, '$gen_call', Request) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Server, Request]}});
        error:Reason:Stack -> exit({{Reason, Stack}, {?MODULE, call, [Server, Request]}})
    end.

%% The same for a limited time.
call(Server, Request, Timeout) ->
    try gen:call(Server, '$gen_call', Request, Timeout) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Server, Request, Timeout]}});
        error:Reason:Stack -> exit({{Reason, Stack}, {?MODULE, call, [Server, Request, Timeout]}})
    end.

%% Send a request that is not answered.
cast({global, Name}, Request) ->
    try
        global:send(Name, {'$gen_cast', Request}),
        ok
    catch
        _:_ -> ok
    end;
cast({via, Module, Name}, Request) ->
    try
        Module:send(Name, {'$gen_cast', Request}),
        ok
    catch
        _:_ -> ok
    end;
cast({Name, Node} = To, Request) when is_atom(Name), is_atom(Node) -> send_cast(To, Request);
cast(To, Request) when is_atom(To); is_pid(To) -> send_cast(To, Request).

send_cast(To, Request) ->
    try
        To ! {'$gen_cast', Request},
        ok
    catch
        _:_ -> ok
    end.

%% Cast to the servers with a name on all nodes.
abcast(Name, Request) when is_atom(Name) -> abcast([node() | nodes()], Name, Request).

%% Cast to the servers with a name on some nodes.
abcast(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) ->
    lists:foreach(fun(Node) -> send_cast({Name, Node}, Request) end, Nodes),
    abcast.

%% Answer a call from outside handle_call/3.
reply(From, Answer) -> gen:reply(From, Answer).

%% Call the servers with a name on all nodes: {Answers with their nodes, bad nodes}.
multi_call(Name, Request) when is_atom(Name) ->
    multi_call([node() | nodes()], Name, Request, infinity).

%% The same on some nodes.
multi_call(Nodes, Name, Request) when is_list(Nodes), is_atom(Name) ->
    multi_call(Nodes, Name, Request, infinity).

%% The same for a limited time.
multi_call(Nodes, Name, Request, Timeout) when is_list(Nodes), is_atom(Name) ->
    Sent = [{Node, gen:send_request({Name, Node}, '$gen_call', Request)} || Node <- Nodes],
    Deadline = case Timeout of
                   infinity -> infinity;
                   _ -> {abs, erlang:monotonic_time(millisecond) + Timeout}
               end,
    gather(Sent, Deadline, [], []).

gather([{Node, Id} | Sent], Deadline, Answers, Bad) ->
    case gen:receive_response(Id, Deadline) of
        {reply, Answer} -> gather(Sent, Deadline, [{Node, Answer} | Answers], Bad);
        _ -> gather(Sent, Deadline, Answers, [Node | Bad])
    end;
gather([], _, Answers, Bad) ->
    {lists:reverse(Answers), lists:reverse(Bad)}.

%% Send a call without waiting for the answer; gives an identifier for the request.
send_request(Server, Request) -> gen:send_request(Server, '$gen_call', Request).

%% The same, adding it with a label to a collection.
send_request(Server, Request, Label, Collection) ->
    gen:send_request(Server, '$gen_call', Request, Label, Collection).

%% Wait for the answer to a request.
wait_response(Request, Timeout) -> gen:wait_response(Request, Timeout).

%% Wait for the answer to one of a collection of requests.
wait_response(Collection, Timeout, Delete) -> gen:wait_response(Collection, Timeout, Delete).

%% Wait for the answer to a request; without one in time it is given up.
receive_response(Request, Timeout) -> gen:receive_response(Request, Timeout).

%% Wait for the answer to one of a collection; without one in time all are given up.
receive_response(Collection, Timeout, Delete) ->
    gen:receive_response(Collection, Timeout, Delete).

%% Is a message the answer to a request?
check_response(Message, Request) -> gen:check_response(Message, Request).

%% Is a message the answer to one of a collection of requests?
check_response(Message, Collection, Delete) -> gen:check_response(Message, Collection, Delete).

%% An empty collection of requests.
reqids_new() -> gen:reqids_new().

%% The number of requests in a collection.
reqids_size(Collection) -> gen:reqids_size(Collection).

%% Add a request with a label to a collection.
reqids_add(Request, Label, Collection) -> gen:reqids_add(Request, Label, Collection).

%% The requests of a collection with their labels.
reqids_to_list(Collection) -> gen:reqids_to_list(Collection).

%% ---------------------------------------------------------------- entering the loop

%% Make the calling process, started by proc_lib, a server.
enter_loop(Module, Options, State) -> enter_loop(Module, Options, State, self(), infinity).

%% The same with a name, or with a time to wait, hibernate or {continue, Term}.
enter_loop(Module, Options, State, {Kind, _} = Name) when Kind =:= local; Kind =:= global ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, {via, _, _} = Name) ->
    enter_loop(Module, Options, State, Name, infinity);
enter_loop(Module, Options, State, Wait) ->
    enter_loop(Module, Options, State, self(), Wait).

%% The same with both.
enter_loop(Module, Options, State, ServerName, Wait)
  when is_atom(Module), is_list(Options) ->
    Name = gen:get_proc_name(ServerName),
    Parent = gen:get_parent(),
    loop(Parent, Name, State, Module, Wait, gen:hibernate_after(Options),
         gen:debug_options(Name, Options)).

%% Begin as a server; called in the new process.
init_it(Starter, self, Name, Module, Args, Options) ->
    init_it(Starter, self(), Name, Module, Args, Options);
init_it(Starter, Parent, FullName, Module, Args, Options) ->
    Name = gen:name(FullName),
    Debug = gen:debug_options(Name, Options),
    HibernateAfter = gen:hibernate_after(Options),
    case init_it(Module, Args) of
        {ok, {ok, State}} ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Module, infinity, HibernateAfter, Debug);
        {ok, {ok, State, Wait}} when is_integer(Wait), Wait >= 0;
                                     Wait =:= infinity; Wait =:= hibernate;
                                     element(1, Wait) =:= continue ->
            proc_lib:init_ack(Starter, {ok, self()}),
            loop(Parent, Name, State, Module, Wait, HibernateAfter, Debug);
        {ok, {stop, Reason}} ->
            gen:unregister_name(FullName),
            proc_lib:init_ack(Starter, {error, Reason}),
            exit(Reason);
        {ok, {error, Reason}} ->
            gen:unregister_name(FullName),
            proc_lib:init_ack(Starter, {error, Reason}),
            exit(normal);
        {ok, ignore} ->
            gen:unregister_name(FullName),
            proc_lib:init_ack(Starter, ignore),
            exit(normal);
        {ok, Other} ->
            gen:unregister_name(FullName),
            Reason = {bad_return_value, Other},
            proc_lib:init_ack(Starter, {error, Reason}),
            exit(Reason);
        {'EXIT', Class, Reason, Stack} ->
            gen:unregister_name(FullName),
            proc_lib:init_ack(Starter, {error, terminate_reason(Class, Reason, Stack)}),
            erlang:raise(Class, Reason, Stack)
    end.

init_it(Module, Args) ->
    try
        {ok, Module:init(Args)}
    catch
        throw:Answer -> {ok, Answer};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

terminate_reason(error, Reason, Stack) -> {Reason, Stack};
terminate_reason(exit, Reason, _) -> Reason.

%% ---------------------------------------------------------------- the loop

loop(Parent, Name, State, Module, {continue, Term} = Message, HibernateAfter, Debug) ->
    Answer = try_dispatch(Module, handle_continue, Term, State),
    case Debug of
        [] ->
            handle_common_reply(Answer, Parent, Name, undefined, Message, Module, HibernateAfter,
                                State, []);
        _ ->
            Debug1 = sys:handle_debug(Debug, fun print_event/3, Name, Message),
            handle_common_reply(Answer, Parent, Name, undefined, Message, Module, HibernateAfter,
                                State, Debug1)
    end;
loop(Parent, Name, State, Module, hibernate, HibernateAfter, Debug) ->
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, State, Module, HibernateAfter, Debug]);
loop(Parent, Name, State, Module, infinity, HibernateAfter, Debug) ->
    receive
        Message ->
            decode_msg(Message, Parent, Name, State, Module, infinity, HibernateAfter, Debug, false)
    after HibernateAfter ->
            loop(Parent, Name, State, Module, hibernate, HibernateAfter, Debug)
    end;
loop(Parent, Name, State, Module, Time, HibernateAfter, Debug) ->
    Message = receive
                  Input -> Input
              after Time ->
                      timeout
              end,
    decode_msg(Message, Parent, Name, State, Module, Time, HibernateAfter, Debug, false).

%% What a hibernating server does when a message comes.
wake_hib(Parent, Name, State, Module, HibernateAfter, Debug) ->
    Message = receive
                  Input -> Input
              end,
    decode_msg(Message, Parent, Name, State, Module, hibernate, HibernateAfter, Debug, true).

decode_msg(Message, Parent, Name, State, Module, Time, HibernateAfter, Debug, Hibernated) ->
    case Message of
        {system, From, Request} ->
            sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug,
                                  [Name, State, Module, Time, HibernateAfter], Hibernated);
        {'EXIT', Parent, Reason} ->
            terminate(Reason, stack(), Name, undefined, Message, Module, State, Debug);
        _ when Debug =:= [] ->
            handle_msg(Message, Parent, Name, State, Module, HibernateAfter, []);
        _ ->
            Debug1 = sys:handle_debug(Debug, fun print_event/3, Name, {in, Message}),
            handle_msg(Message, Parent, Name, State, Module, HibernateAfter, Debug1)
    end.

handle_msg({'$gen_call', From, Request}, Parent, Name, State, Module, HibernateAfter, Debug) ->
    case try_handle_call(Module, Request, From, State) of
        {ok, {reply, Answer, NewState}} ->
            Debug1 = reply(Name, From, Answer, NewState, Debug),
            loop(Parent, Name, NewState, Module, infinity, HibernateAfter, Debug1);
        {ok, {reply, Answer, NewState, Wait}} ->
            Debug1 = reply(Name, From, Answer, NewState, Debug),
            loop(Parent, Name, NewState, Module, Wait, HibernateAfter, Debug1);
        {ok, {stop, Reason, Answer, NewState}} ->
            try
                terminate(Reason, stack(), Name, From, Request, Module, NewState, Debug)
            after
                reply(Name, From, Answer, NewState, Debug)
            end;
        Other ->
            handle_common_reply(Other, Parent, Name, From, Request, Module, HibernateAfter, State,
                                Debug)
    end;
handle_msg({'$gen_cast', Request} = Message, Parent, Name, State, Module, HibernateAfter, Debug) ->
    Answer = try_dispatch(Module, handle_cast, Request, State),
    handle_common_reply(Answer, Parent, Name, undefined, Message, Module, HibernateAfter, State,
                        Debug);
handle_msg(Message, Parent, Name, State, Module, HibernateAfter, Debug) ->
    Answer = try_dispatch(Module, handle_info, Message, State),
    handle_common_reply(Answer, Parent, Name, undefined, Message, Module, HibernateAfter, State,
                        Debug).

try_dispatch(Module, Function, Message, State) ->
    try
        {ok, Module:Function(Message, State)}
    catch
        throw:Answer ->
            {ok, Answer};
        error:undef:Stack when Function =:= handle_info ->
            case erlang:function_exported(Module, handle_info, 2) of
                false ->
                    unhandled(Module, Message),
                    {ok, {noreply, State}};
                true ->
                    {'EXIT', error, undef, Stack}
            end;
        Class:Reason:Stack ->
            {'EXIT', Class, Reason, Stack}
    end.

try_handle_call(Module, Request, From, State) ->
    try
        {ok, Module:handle_call(Request, From, State)}
    catch
        throw:Answer -> {ok, Answer};
        Class:Reason:Stack -> {'EXIT', Class, Reason, Stack}
    end.

handle_common_reply(Answer, Parent, Name, From, Message, Module, HibernateAfter, State, Debug) ->
    case Answer of
        {ok, {noreply, NewState}} ->
            Debug1 = no_reply(Name, NewState, Debug),
            loop(Parent, Name, NewState, Module, infinity, HibernateAfter, Debug1);
        {ok, {noreply, NewState, Wait}} ->
            Debug1 = no_reply(Name, NewState, Debug),
            loop(Parent, Name, NewState, Module, Wait, HibernateAfter, Debug1);
        {ok, {stop, Reason, NewState}} ->
            terminate(Reason, stack(), Name, From, Message, Module, NewState, Debug);
        {'EXIT', Class, Reason, Stack} ->
            terminate(Class, Reason, Stack, Stack, Name, From, Message, Module, State, Debug);
        {ok, Other} ->
            Reason = {bad_return_value, Other},
            terminate(Reason, stack(), Name, From, Message, Module, State, Debug)
    end.

no_reply(_, _, []) -> [];
no_reply(Name, State, Debug) ->
    sys:handle_debug(Debug, fun print_event/3, Name, {noreply, State}).

reply(_, From, Answer, _, []) ->
    gen:reply(From, Answer),
    [];
reply(Name, {To, _} = From, Answer, State, Debug) ->
    gen:reply(From, Answer),
    sys:handle_debug(Debug, fun print_event/3, Name, {out, Answer, To, State}).

%% ---------------------------------------------------------------- the end

stack() ->
    try
        throw(here)
    catch
        throw:here:Stack -> tl(Stack)
    end.

%% End because a callback or the parent wants it: the stack says nothing about the reason.
terminate(Reason, Stack, Name, From, Message, Module, State, Debug) ->
    terminate(exit, Reason, Stack, undefined, Name, From, Message, Module, State, Debug).

%% Stack is what the exception gets, Reported what the report tells.
terminate(Class, Reason, Stack, Reported, Name, From, Message, Module, State, Debug) ->
    case try_terminate(Module, terminate_reason(Class, Reason, Stack), State) of
        {'EXIT', Class1, Reason1, Stack1} ->
            error_info(Reason1, Stack1, Name, From, Message, Module, State, Debug),
            erlang:raise(Class1, Reason1, Stack1);
        _ ->
            case Reason of
                normal when Class =:= exit -> ok;
                shutdown when Class =:= exit -> ok;
                {shutdown, _} when Class =:= exit -> ok;
                _ -> error_info(Reason, Reported, Name, From, Message, Module, State, Debug)
            end,
            erlang:raise(Class, Reason, Stack)
    end.

try_terminate(Module, Reason, State) ->
    case erlang:function_exported(Module, terminate, 2) of
        true ->
            try
                {ok, Module:terminate(Reason, State)}
            catch
                throw:Answer -> {ok, Answer};
                Class:Reason1:Stack -> {'EXIT', Class, Reason1, Stack}
            end;
        false ->
            {ok, ok}
    end.

%% ---------------------------------------------------------------- system messages

%% Go on after system messages.
system_continue(Parent, Debug, [Name, State, Module, Time, HibernateAfter]) ->
    loop(Parent, Name, State, Module, Time, HibernateAfter, Debug).

%% End because a system message says so.
system_terminate(Reason, _Parent, Debug, [Name, State, Module, _, _]) ->
    terminate(Reason, stack(), Name, undefined, [], Module, State, Debug).

%% Let the callback module change its state.
system_code_change([Name, State, Module, Time, HibernateAfter], _Module, OldVersion, Extra) ->
    case catch Module:code_change(OldVersion, State, Extra) of
        {ok, NewState} -> {ok, [Name, NewState, Module, Time, HibernateAfter]};
        Other -> Other
    end.

%% The state, for sys:get_state/1.
system_get_state([_, State, _, _, _]) -> {ok, State}.

%% Change the state, for sys:replace_state/2.
system_replace_state(Change, [Name, State, Module, Time, HibernateAfter]) ->
    NewState = Change(State),
    {ok, NewState, [Name, NewState, Module, Time, HibernateAfter]}.

%% The status, for sys:get_status/1.
format_status(Option, [Dictionary, SysState, Parent, Debug, [Name, State, Module, _, _]]) ->
    Log = sys:get_log(Debug),
    Status = gen:format_status(Module, Option, #{state => State, log => Log}, [Dictionary, State]),
    Shown = case Status of
                #{'EXIT' := Reason} -> [{data, [{"State", Reason}]}];
                #{'$status' := List} when is_list(List) -> List;
                #{'$status' := Other} -> [Other];
                #{state := NewState} -> [{data, [{"State", NewState}]}]
            end,
    [{header, gen:format_status_header("Status for generic server", Name)},
     {data, [{"Status", SysState}, {"Parent", Parent},
             {"Logged events", format_log_state(Module, maps:get(log, Status))}]}
     | Shown].

format_log_state(Module, Log) ->
    case erlang:function_exported(Module, format_status, 1) of
        true -> Log;
        false -> [shown_event(Module, Event) || Event <- Log]
    end.

shown_event(Module, {out, Message, To, State}) -> {out, Message, To, shown_state(Module, State)};
shown_event(Module, {noreply, State}) -> {noreply, shown_state(Module, State)};
shown_event(_, Event) -> Event.

shown_state(Module, State) ->
    maps:get(state, gen:format_status(Module, terminate, #{state => State}, [get(), State])).

print_event(Device, {in, Message}, Name) ->
    case Message of
        {'$gen_call', {From, _}, Call} ->
            io:format(Device, "*DBG* ~tp got call ~tp from ~tw~n", [Name, Call, From]);
        {'$gen_cast', Cast} ->
            io:format(Device, "*DBG* ~tp got cast ~tp~n", [Name, Cast]);
        _ ->
            io:format(Device, "*DBG* ~tp got ~tp~n", [Name, Message])
    end;
print_event(Device, {out, Message, To, State}, Name) ->
    io:format(Device, "*DBG* ~tp sent ~tp to ~tw, new state ~tp~n", [Name, Message, To, State]);
print_event(Device, {noreply, State}, Name) ->
    io:format(Device, "*DBG* ~tp new state ~tp~n", [Name, State]);
print_event(Device, {continue, Term}, Name) ->
    io:format(Device, "*DBG* ~tp continue ~tp~n", [Name, Term]);
print_event(Device, Event, Name) ->
    io:format(Device, "*DBG* ~tp dbg  ~tp~n", [Name, Event]).

%% ---------------------------------------------------------------- reports

unhandled(Module, Message) ->
    logger:log(warning,
               #{label => {gen_server, no_handle_info}, module => Module, message => Message},
               #{domain => [otp],
                 report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => warning_msg, report_cb => fun ?MODULE:format_log/1}}).

error_info(Reason, Stack, Name, From, Message, Module, State, Debug) ->
    Status = gen:format_status(Module, terminate,
                               #{reason => Reason, state => State, message => Message,
                                 log => sys:get_log(Debug)}, [get(), State]),
    Shown = case Status of
                #{'EXIT' := Crash} -> Crash;
                #{'$status' := Old} -> Old;
                #{state := New} -> New
            end,
    Told = case Stack of
               undefined -> maps:get(reason, Status);
               _ -> {maps:get(reason, Status), Stack}
           end,
    logger:log(error,
               #{label => {gen_server, terminate},
                 name => Name,
                 last_message => maps:get(message, Status),
                 state => Shown,
                 log => format_log_state(Module, maps:get(log, Status)),
                 reason => Told,
                 client_info => gen:client_info(From)},
               #{domain => [otp],
                 report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1}}).

%% A report as format and arguments.
format_log(Report) -> {"~ts", [format_log(Report, #{})]}.

%% The text of a report for the logger.
format_log(Report, Options) ->
    Style = gen:report_style(Options),
    gen:report_text(parts(Report, Style), Style).

parts(#{label := {gen_server, terminate}, name := Name, last_message := Message, state := State,
        log := Log, reason := Reason, client_info := Client}, #{single_line := true}) ->
    ["Generic server ", {Name}, " terminating. Reason: ", {gen:readable_reason(Reason)},
     ". Last message: ", {Message}, ". State: ", {State}, "."]
        ++ [Part || Log =/= [], Part <- [" Log: ", {Log}]] ++ short_client(Client);
parts(#{label := {gen_server, terminate}, name := Name, last_message := Message, state := State,
        log := Log, reason := Reason, client_info := Client}, _) ->
    ["** Generic server ", {Name}, " terminating \n** Last message in was ", {Message},
     "\n** When Server state == ", {State}, "\n** Reason for termination ==\n** ",
     {gen:readable_reason(Reason)}, "\n"] ++ log_parts(Log) ++ gen:client_parts(Client);
parts(#{label := {gen_server, no_handle_info}, module := Module, message := Message},
      #{single_line := true}) ->
    ["Undefined handle_info in ", {Module}, ". Unhandled message: ", {Message}, "."];
parts(#{label := {gen_server, no_handle_info}, module := Module, message := Message}, _) ->
    ["** Undefined handle_info in ", {Module}, "\n** Unhandled message: ", {Message}, "\n"].

log_parts([]) -> [];
log_parts(Log) -> ["** Log ==\n** ["] ++ lists:join(",\n    ", [{Event} || Event <- Log]) ++ ["]\n"].

short_client({_, {Name, Stack}}) ->
    [" Client ", {Name}, " stacktrace: ", {lists:sublist(Stack, 4)}, "."];
short_client({Pid, dead}) -> [" Client ", {Pid}, " is dead."];
short_client({Pid, remote}) -> [" Client ", {Pid}, " is remote on node ", {node(Pid)}, "."];
short_client(undefined) -> [].
