%% An event manager: a process that passes events on to handlers, which are added and removed
%% while it runs.
%%
%% A handler is Module or {Module, Id}. One that was added by a supervising process is removed
%% when that ends, and its removal is told there: {gen_event_EXIT, Handler, Reason}.
-module(gen_event).

-include_lib("kernel/include/logger.hrl").

-export([start/0, start/1, start/2, start_link/0, start_link/1, start_link/2]).
-export([start_monitor/0, start_monitor/1, start_monitor/2, stop/1, stop/3]).
-export([notify/2, sync_notify/2, add_handler/3, add_sup_handler/3, delete_handler/3]).
-export([swap_handler/3, swap_sup_handler/3, which_handlers/1, call/3, call/4]).
-export([send_request/3, send_request/5, wait_response/2, wait_response/3]).
-export([receive_response/2, receive_response/3, check_response/2, check_response/3]).
-export([reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
-export([init_it/6, wake_hib/5, system_continue/3, system_terminate/4, system_code_change/4]).
-export([system_get_state/1, system_replace_state/2, format_status/2]).
-export([format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), hibernate} | {error, Reason :: term()}.
-callback handle_event(Event :: term(), State :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), hibernate} |
    {swap_handler, Args1 :: term(), State :: term(), Handler2 :: term(), Args2 :: term()} |
    remove_handler.
-callback handle_call(Request :: term(), State :: term()) ->
    {ok, Reply :: term(), State :: term()} | {ok, Reply :: term(), State :: term(), hibernate} |
    {swap_handler, Reply :: term(), Args1 :: term(), State :: term(), Handler2 :: term(),
     Args2 :: term()} |
    {remove_handler, Reply :: term()}.
-callback handle_info(Info :: term(), State :: term()) ->
    {ok, State :: term()} | {ok, State :: term(), hibernate} |
    {swap_handler, Args1 :: term(), State :: term(), Handler2 :: term(), Args2 :: term()} |
    remove_handler.
-callback terminate(Args :: term(), State :: term()) -> term().
-callback code_change(OldVsn :: term(), State :: term(), Extra :: term()) ->
    {ok, State :: term()}.
-callback format_status(Use :: normal | terminate, Items :: [term()]) -> term().
-callback format_status(Status :: map()) -> map().
-optional_callbacks([handle_info/2, terminate/2, code_change/3, format_status/1,
                     format_status/2]).

-record(handler, {module, id = false, state, supervised = false}).
-record(manager, {parent, name, hibernate_after}).

%% ---------------------------------------------------------------- starting and stopping

%% Starts a manager that no supervisor owns, without a name.
start() -> gen:start(?MODULE, nolink, ?MODULE, [], []).

%% The same under a name, or with options.
start(Name) when is_tuple(Name) -> start(Name, []);
start(Options) when is_list(Options) -> gen:start(?MODULE, nolink, ?MODULE, [], Options).

%% The same with both.
start(Name, Options) -> gen:start(?MODULE, nolink, Name, ?MODULE, [], Options).

%% Starts a manager linked to this process.
start_link() -> gen:start(?MODULE, link, ?MODULE, [], []).

%% The same under a name, or with options.
start_link(Name) when is_tuple(Name) -> start_link(Name, []);
start_link(Options) when is_list(Options) -> gen:start(?MODULE, link, ?MODULE, [], Options).

%% The same with both.
start_link(Name, Options) -> gen:start(?MODULE, link, Name, ?MODULE, [], Options).

%% Starts a manager and monitors it: {ok, {Pid, Monitor}} or {error, Reason}.
start_monitor() -> start_monitor([]).

%% The same under a name, or with options.
start_monitor(Name) when is_tuple(Name) -> start_monitor(Name, []);
start_monitor(Options) when is_list(Options) ->
    with_monitor(gen:start(?MODULE, monitor, ?MODULE, [], Options)).

%% The same with both.
start_monitor(Name, Options) ->
    with_monitor(gen:start(?MODULE, monitor, Name, ?MODULE, [], Options)).

with_monitor({{ok, Pid}, Monitor}) -> {ok, {Pid, Monitor}};
with_monitor({Failed, Monitor}) ->
    erlang:demonitor(Monitor, [flush]),
    Failed;
with_monitor(Failed) -> Failed.

%% Stops a manager; its handlers are told by terminate(stop, State).
stop(Manager) -> gen:stop(Manager).

%% The same with a reason and a time limit.
stop(Manager, Reason, Timeout) -> gen:stop(Manager, Reason, Timeout).

%% First function of a manager's process.
init_it(Starter, self, Where, Module, Args, Options) ->
    init_it(Starter, self(), Where, Module, Args, Options);
init_it(Starter, Parent, Where, _Module, _Args, Options) ->
    process_flag(trap_exit, true),
    Name = gen:name(Where),
    Manager = #manager{parent = Parent, name = Name,
                       hibernate_after = gen:hibernate_after(Options)},
    Debug = gen:debug_options(Name, Options),
    proc_lib:init_ack(Starter, {ok, self()}),
    loop(Manager, [], Debug, false).

%% ---------------------------------------------------------------- what others ask

%% Sends an event to the handlers.
notify(Manager, Event) -> send(Manager, {notify, Event}).

%% Sends an event and waits until all handlers have had it.
sync_notify(Manager, Event) -> ask(Manager, {sync_notify, Event}).

%% Adds a handler: ok, or what its init gives else, or {'EXIT', Reason}.
add_handler(Manager, Handler, Args) -> ask(Manager, {add_handler, Handler, Args}).

%% Adds a handler that this process supervises.
add_sup_handler(Manager, Handler, Args) ->
    ask(Manager, {add_sup_handler, Handler, Args, self()}).

%% Removes a handler: what its terminate gives, or {error, module_not_found}.
delete_handler(Manager, Handler, Args) -> ask(Manager, {delete_handler, Handler, Args}).

%% Replaces a handler by another; that gets {Args2, what terminate of the old one gives}.
swap_handler(Manager, {Handler1, Args1}, {Handler2, Args2}) ->
    ask(Manager, {swap_handler, Handler1, Args1, Handler2, Args2}).

%% The same, with this process supervising the new one.
swap_sup_handler(Manager, {Handler1, Args1}, {Handler2, Args2}) ->
    ask(Manager, {swap_sup_handler, Handler1, Args1, Handler2, Args2, self()}).

%% The handlers, the last added first.
which_handlers(Manager) -> ask(Manager, which_handlers).

%% Asks a handler: its reply, {error, bad_module} or {error, Reason}.
call(Manager, Handler, Request) ->
    try gen:call(Manager, self(), {call, Handler, Request}) of
        {ok, Reply} -> Reply
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Manager, Handler, Request]}})
    end.

%% The same with a time limit.
call(Manager, Handler, Request, Timeout) ->
    try gen:call(Manager, self(), {call, Handler, Request}, Timeout) of
        {ok, Reply} -> Reply
    catch
        exit:Reason -> exit({Reason, {?MODULE, call, [Manager, Handler, Request, Timeout]}})
    end.

ask(Manager, Request) ->
    {ok, Reply} = gen:call(Manager, self(), Request, infinity),
    Reply.

send({global, Name}, Message) ->
    catch global:send(Name, Message),
    ok;
send({via, Registry, Name}, Message) ->
    catch Registry:send(Name, Message),
    ok;
send(Manager, Message) ->
    Manager ! Message,
    ok.

%% Asks a handler; the reply is received later.
send_request(Manager, Handler, Request) ->
    gen:send_request(Manager, self(), {call, Handler, Request}).

%% The same, and puts the request with a mark into a collection.
send_request(Manager, Handler, Request, Mark, Requests) ->
    gen:send_request(Manager, self(), {call, Handler, Request}, Mark, Requests).

%% Waits for the reply: {reply, Reply}, timeout or {error, Reason}.
wait_response(Request, Timeout) -> response(gen:wait_response(Request, Timeout)).

%% Waits for a reply of a collection: {Response, Mark, Requests}, timeout or no_request.
wait_response(Requests, Timeout, Delete) ->
    response(gen:wait_response(Requests, Timeout, Delete)).

%% Waits for the reply; after timeout the request is given up.
receive_response(Request, Timeout) -> response(gen:receive_response(Request, Timeout)).

%% Waits for a reply of a collection; after timeout all its requests are given up.
receive_response(Requests, Timeout, Delete) ->
    response(gen:receive_response(Requests, Timeout, Delete)).

%% Is a message the reply to the request? no_reply if not.
check_response(Message, Request) -> response(gen:check_response(Message, Request)).

%% Is a message the reply to a request of the collection?
check_response(Message, Requests, Delete) ->
    response(gen:check_response(Message, Requests, Delete)).

%% What a handler did wrong is an error, not a reply.
response({reply, {error, _} = Error}) -> Error;
response({{reply, {error, _} = Error}, Mark, Requests}) -> {Error, Mark, Requests};
response(Response) -> Response.

%% An empty collection of requests.
reqids_new() -> gen:reqids_new().

%% The number of requests in a collection.
reqids_size(Requests) -> gen:reqids_size(Requests).

%% Adds a request with a mark to a collection.
reqids_add(Request, Mark, Requests) -> gen:reqids_add(Request, Mark, Requests).

%% The requests of a collection with their marks.
reqids_to_list(Requests) -> gen:reqids_to_list(Requests).

%% ---------------------------------------------------------------- the loop

loop(Manager, Handlers, Debug, true) ->
    hibernate(Manager, Handlers, Debug);
loop(#manager{hibernate_after = After} = Manager, Handlers, Debug, false) ->
    receive
        Message -> decode(Message, Manager, Handlers, Debug, false)
    after After -> hibernate(Manager, Handlers, Debug)
    end.

hibernate(#manager{parent = Parent, name = Name, hibernate_after = After}, Handlers, Debug) ->
    proc_lib:hibernate(?MODULE, wake_hib, [Parent, Name, Handlers, After, Debug]).

%% What a hibernating manager does when a message comes.
wake_hib(Parent, Name, Handlers, After, Debug) ->
    Manager = #manager{parent = Parent, name = Name, hibernate_after = After},
    receive
        Message -> decode(Message, Manager, Handlers, Debug, true)
    end.

decode({system, From, Request}, Manager, Handlers, Debug, Hibernates) ->
    sys:handle_system_msg(Request, From, Manager#manager.parent, ?MODULE, Debug,
                          {Manager, Handlers, Hibernates}, Hibernates);
decode({'EXIT', Parent, Reason}, #manager{parent = Parent} = Manager, Handlers, Debug, _) ->
    terminate_all(Reason, Manager, Handlers, Debug);
decode(Message, Manager, Handlers, [], _) ->
    {NewHandlers, Hibernate} = handle(Message, Manager, Handlers),
    loop(Manager, NewHandlers, [], Hibernate);
decode(Message, #manager{name = Name} = Manager, Handlers, Debug, _) ->
    NewDebug = sys:handle_debug(Debug, fun print_event/3, Name, {in, Message}),
    {NewHandlers, Hibernate} = handle(Message, Manager, Handlers),
    loop(Manager, NewHandlers, NewDebug, Hibernate).

%% The handlers after a message, and whether to hibernate now.
handle({notify, Event}, Manager, Handlers) ->
    pass_on(handle_event, Event, Manager, Handlers);
handle({_, {_, _} = From, {sync_notify, Event}}, Manager, Handlers) ->
    Result = pass_on(handle_event, Event, Manager, Handlers),
    gen:reply(From, ok),
    Result;
handle({_, {_, _} = From, {add_handler, Handler, Args}}, _Manager, Handlers) ->
    answer(From, add(Handler, Args, false, Handlers));
handle({_, {_, _} = From, {add_sup_handler, Handler, Args, Pid}}, _Manager, Handlers) ->
    answer(From, add(Handler, Args, Pid, Handlers));
handle({_, {_, _} = From, {delete_handler, Name, Args}}, Manager, Handlers) ->
    answer(From, delete(Name, Args, Manager, Handlers));
handle({_, {_, _} = From, {swap_handler, Name1, Args1, Name2, Args2}}, Manager, Handlers) ->
    answer(From, swap(Name1, Args1, Name2, Args2, Manager, Handlers));
handle({_, {_, _} = From, {swap_sup_handler, Name1, Args1, Name2, Args2, Pid}}, Manager,
       Handlers) ->
    answer(From, swap(Name1, Args1, Name2, Args2, Pid, Manager, Handlers));
handle({_, {_, _} = From, which_handlers}, _Manager, Handlers) ->
    gen:reply(From, [name(Handler) || Handler <- Handlers]),
    {Handlers, false};
handle({_, {_, _} = From, {call, Name, Request}}, Manager, Handlers) ->
    answer(From, call_handler(Name, Request, Manager, Handlers));
handle({'EXIT', Pid, Reason} = Message, Manager, Handlers) ->
    Left = supervisor_gone(Pid, Reason, Manager, Handlers),
    pass_on(handle_info, Message, Manager, Left);
handle(Message, Manager, Handlers) ->
    pass_on(handle_info, Message, Manager, Handlers).

answer(From, {Reply, Handlers, Hibernate}) ->
    gen:reply(From, Reply),
    {Handlers, Hibernate}.

%% Passes an event on to the handlers, one after the other.
pass_on(Function, Event, Manager, Handlers) ->
    pass_on(Handlers, Function, Event, Manager, Handlers, [], false).

pass_on([Handler | Rest], Function, Event, Manager, All, Done, Hibernate) ->
    case update(Handler, Function, Event, Manager, All) of
        {ok, New} -> pass_on(Rest, Function, Event, Manager, All, [New | Done], Hibernate);
        {hibernate, New} -> pass_on(Rest, Function, Event, Manager, All, [New | Done], true);
        gone -> pass_on(Rest, Function, Event, Manager, All, Done, Hibernate)
    end;
pass_on([], _Function, _Event, _Manager, _All, Done, Hibernate) ->
    {lists:reverse(Done), Hibernate}.

update(#handler{module = Module, state = State} = Handler, Function, Event, Manager, All) ->
    case catch Module:Function(Event, State) of
        {ok, NewState} ->
            {ok, Handler#handler{state = NewState}};
        {ok, NewState, hibernate} ->
            {hibernate, Handler#handler{state = NewState}};
        {swap_handler, Args1, NewState, Name2, Args2} ->
            event_swap(Handler#handler{state = NewState}, Args1, Name2, Args2, Event, Manager,
                       All);
        remove_handler ->
            end_handler(Handler, remove_handler, normal, Event, Manager, All),
            gone;
        {'EXIT', {undef, [{Module, handle_info, [_, _], _} | _]}} = Exit
          when Function =:= handle_info ->
            no_handle_info(Handler, Event, Exit, Manager, All);
        Other ->
            end_handler(Handler, {error, Other}, crash, Event, Manager, All),
            gone
    end.

no_handle_info(#handler{module = Module} = Handler, Message, Exit, Manager, All) ->
    case erlang:function_exported(Module, handle_info, 2) of
        true ->
            end_handler(Handler, {error, Exit}, crash, Message, Manager, All),
            gone;
        false ->
            ?LOG_WARNING(#{label => {?MODULE, no_handle_info}, module => Module,
                           message => Message},
                         #{domain => [otp],
                           report_cb => fun ?MODULE:format_log/2,
                           error_logger => #{tag => warning_msg,
                                             report_cb => fun ?MODULE:format_log/1}}),
            {ok, Handler}
    end.

call_handler(Name, Request, Manager, Handlers) ->
    case take(Name, Handlers) of
        {Before, Handler, After} ->
            {Reply, Outcome} = call_update(Handler, Request, Manager, Handlers),
            case Outcome of
                {ok, New} -> {Reply, Before ++ [New | After], false};
                {hibernate, New} -> {Reply, Before ++ [New | After], true};
                gone -> {Reply, Before ++ After, false}
            end;
        false ->
            {{error, bad_module}, Handlers, false}
    end.

call_update(#handler{module = Module, state = State} = Handler, Request, Manager, All) ->
    case catch Module:handle_call(Request, State) of
        {ok, Reply, NewState} ->
            {Reply, {ok, Handler#handler{state = NewState}}};
        {ok, Reply, NewState, hibernate} ->
            {Reply, {hibernate, Handler#handler{state = NewState}}};
        {swap_handler, Reply, Args1, NewState, Name2, Args2} ->
            {Reply, event_swap(Handler#handler{state = NewState}, Args1, Name2, Args2, Request,
                               Manager, All)};
        {remove_handler, Reply} ->
            end_handler(Handler, remove_handler, normal, Request, Manager, All),
            {Reply, gone};
        Other ->
            end_handler(Handler, {error, Other}, crash, Request, Manager, All),
            {{error, Other}, gone}
    end.

%% ---------------------------------------------------------------- handlers come and go

named({Module, Id}) -> #handler{module = Module, id = Id};
named(Module) -> #handler{module = Module}.

name(#handler{module = Module, id = false}) -> Module;
name(#handler{module = Module, id = Id}) -> {Module, Id}.

%% The handlers before a named one, that one, and those after it.
take(Name, Handlers) ->
    #handler{module = Module, id = Id} = named(Name),
    Other = fun(Handler) ->
                    Handler#handler.module =/= Module orelse Handler#handler.id =/= Id
            end,
    case lists:splitwith(Other, Handlers) of
        {_, []} -> false;
        {Before, [Handler | After]} -> {Before, Handler, After}
    end.

add(Name, Args, Supervisor, Handlers) ->
    #handler{module = Module} = New = named(Name),
    is_pid(Supervisor) andalso link(Supervisor),
    case catch Module:init(Args) of
        {ok, State} ->
            {ok, [New#handler{state = State, supervised = Supervisor} | Handlers], false};
        {ok, State, hibernate} ->
            {ok, [New#handler{state = State, supervised = Supervisor} | Handlers], true};
        Other ->
            unlink_from(Supervisor, Handlers),
            {Other, Handlers, false}
    end.

delete(Name, Args, Manager, Handlers) ->
    case take(Name, Handlers) of
        {Before, Handler, After} ->
            Result = end_handler(Handler, Args, normal, delete, Manager, Handlers),
            {Result, Before ++ After, false};
        false ->
            {{error, module_not_found}, Handlers, false}
    end.

%% Swaps at the order of another process; the supervisor stays the same if none is given.
swap(Name1, Args1, Name2, Args2, Manager, Handlers) ->
    case take(Name1, Handlers) of
        {_, #handler{supervised = Supervisor}, _} ->
            swap(Name1, Args1, Name2, Args2, Supervisor, Manager, Handlers);
        false ->
            swapped(add(Name2, {Args2, error}, false, Handlers))
    end.

swap(Name1, Args1, Name2, Args2, Supervisor, Manager, Handlers) ->
    case take(Name1, Handlers) of
        {Before, Handler, After} ->
            Result = end_handler(Handler, Args1, {swapped, Name2, Supervisor}, swapped, Manager,
                                 Handlers),
            swapped(add(Name2, {Args2, Result}, Supervisor, Before ++ After));
        false ->
            swapped(add(Name2, {Args2, error}, Supervisor, Handlers))
    end.

swapped({ok, Handlers, Hibernate}) -> {ok, Handlers, Hibernate};
swapped({Other, Handlers, Hibernate}) -> {{error, Other}, Handlers, Hibernate}.

%% Swaps at the order of the handler itself; the new one takes its place.
event_swap(#handler{supervised = Supervisor} = Handler, Args1, Name2, Args2, Event, Manager,
           All) ->
    Result = end_handler(Handler, Args1, {swapped, Name2, Supervisor}, Event, Manager, All),
    case add(Name2, {Args2, Result}, Supervisor, []) of
        {ok, [New], false} ->
            {ok, New};
        {ok, [New], true} ->
            {hibernate, New};
        {Other, [], _} ->
            Failed = (named(Name2))#handler{supervised = Supervisor},
            report_crash(Failed, {error, Other}, Event, Manager),
            told(Failed, {error, Other}, crash),
            gone
    end.

%% The handlers that a process supervised end with it.
supervisor_gone(Pid, Reason, Manager, Handlers) ->
    {Its, Others} = lists:partition(fun(#handler{supervised = Supervisor}) ->
                                            Supervisor =:= Pid
                                    end, Handlers),
    [end_handler(Handler, {stop, Reason}, parent_terminated, Reason, Manager, Handlers)
     || Handler <- Its],
    Others.

%% Ends a handler: calls its terminate(Args, State), tells its supervisor How it ended, and
%% reports a crash. Gives what terminate gives.
end_handler(#handler{module = Module, state = State} = Handler, Args, How, Last, Manager, All) ->
    Result = case erlang:function_exported(Module, terminate, 2) of
                 true -> catch Module:terminate(Args, State);
                 false -> ok
             end,
    How =:= crash andalso report_crash(Handler, Args, Last, Manager),
    told(Handler, Args, How),
    How =:= shutdown orelse
        unlink_from(Handler#handler.supervised, lists:delete(Handler, All)),
    Result.

told(#handler{supervised = Supervisor} = Handler, Args, How)
  when is_pid(Supervisor), How =/= parent_terminated ->
    Reason = case {How, Args} of
                 {crash, {error, Why}} -> Why;
                 _ -> How
             end,
    Supervisor ! {gen_event_EXIT, name(Handler), Reason},
    ok;
told(_Handler, _Args, _How) ->
    ok.

%% The link to a supervisor stays while it has other handlers.
unlink_from(Supervisor, Others) when is_pid(Supervisor) ->
    lists:keymember(Supervisor, #handler.supervised, Others) orelse unlink(Supervisor),
    ok;
unlink_from(false, _Others) ->
    ok.

report_crash(#handler{module = Module, state = State} = Handler, {error, Why}, Last, Manager) ->
    Reason = case Why of
                 {'EXIT', Exit} -> Exit;
                 _ -> Why
             end,
    Status = gen:format_status(Module, terminate,
                               #{state => State, message => Last, reason => Reason, log => []},
                               [get(), State]),
    Shown = case Status of
                #{'EXIT' := Failure} -> Failure;
                #{'$status' := Formatted} -> Formatted;
                #{state := NewState} -> NewState
            end,
    ?LOG_ERROR(#{label => {?MODULE, terminate},
                 handler => name(Handler),
                 name => Manager#manager.name,
                 last_message => map_get(message, Status),
                 state => Shown,
                 reason => map_get(reason, Status)},
               #{domain => [otp],
                 report_cb => fun ?MODULE:format_log/2,
                 error_logger => #{tag => error, report_cb => fun ?MODULE:format_log/1}}).

terminate_all(Reason, Manager, Handlers, _Debug) ->
    [end_handler(Handler, stop, shutdown, stop, Manager, []) || Handler <- Handlers],
    exit(Reason).

%% ---------------------------------------------------------------- system messages

%% Goes on after a system message.
system_continue(Parent, Debug, {Manager, Handlers, Hibernates}) ->
    loop(Manager#manager{parent = Parent}, Handlers, Debug, Hibernates).

%% Terminates at the order of a system message or because the parent died.
system_terminate(Reason, _Parent, Debug, {Manager, Handlers, _Hibernates}) ->
    terminate_all(Reason, Manager, Handlers, Debug).

%% Changes the states of a module's handlers to those of another version.
system_code_change({Manager, Handlers, Hibernates}, Module, OldVsn, Extra) ->
    Changed = [case Handler of
                   #handler{module = Module, state = State} ->
                       {ok, NewState} = Module:code_change(OldVsn, State, Extra),
                       Handler#handler{state = NewState};
                   _ ->
                       Handler
               end || Handler <- Handlers],
    {ok, {Manager, Changed, Hibernates}}.

%% The states of the handlers: [{Module, Id, State}].
system_get_state({_Manager, Handlers, _Hibernates}) ->
    {ok, [{Module, Id, State} || #handler{module = Module, id = Id, state = State} <- Handlers]}.

%% Replaces the states of the handlers, where the fun gives {Module, Id, State}.
system_replace_state(Fun, {Manager, Handlers, Hibernates}) ->
    New = [try
               {Module, Id, NewState} = Fun({Module, Id, State}),
               Handler#handler{state = NewState}
           catch
               _:_ -> Handler
           end || #handler{module = Module, id = Id, state = State} = Handler <- Handlers],
    Changed = {Manager, New, Hibernates},
    {ok, States} = system_get_state(Changed),
    {ok, States, Changed}.

%% What sys:get_status/1 shows of a manager.
format_status(Use, [Dictionary, Mode, Parent, Debug, {#manager{name = Name}, Handlers, _}]) ->
    Log = sys:get_log(Debug),
    Shown = [shown(Use, Handler, Dictionary, Log) || Handler <- Handlers],
    [{header, gen:format_status_header("Status for event handler", Name)},
     {data, [{"Status", Mode}, {"Logged Events", Log}, {"Parent", Parent}]},
     {items, {"Installed handlers", Shown}}].

shown(Use, #handler{module = Module, state = State} = Handler, Dictionary, Log) ->
    case gen:format_status(Module, Use, #{state => State, log => Log}, [Dictionary, State]) of
        #{'EXIT' := Failure} -> Handler#handler{state = Failure};
        #{'$status' := Shown} -> Handler#handler{state = Shown};
        #{state := Shown} -> Handler#handler{state = Shown}
    end.

%% ---------------------------------------------------------------- events and reports

print_event(Device, {in, Message}, Name) ->
    case Message of
        {notify, Event} ->
            io:format(Device, "*DBG* ~tp got event ~tp~n", [Name, Event]);
        {_, _, {call, Handler, Request}} ->
            io:format(Device, "*DBG* ~tp(~tp) got call ~tp~n", [Name, Handler, Request]);
        _ ->
            io:format(Device, "*DBG* ~tp got ~tp~n", [Name, Message])
    end;
print_event(Device, Event, Name) ->
    io:format(Device, "*DBG* ~tp dbg  ~tp~n", [Name, Event]).

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    report_text:format(pieces(Report, map_get(single_line, Options)), Options).

pieces(#{label := {?MODULE, no_handle_info}, module := Module, message := Message}, true) ->
    ["Undefined handle_info in ", {term, Module}, ". Unhandled message: ", {term, Message}, "."];
pieces(#{label := {?MODULE, no_handle_info}, module := Module, message := Message}, false) ->
    ["** Undefined handle_info in ", {plain, Module}, "~n** Unhandled message: ",
     {term, Message}, "~n"];
pieces(#{label := {?MODULE, terminate}} = Report, SingleLine) ->
    #{handler := Handler, name := Name, last_message := Last, state := State,
      reason := Why} = Report,
    Reason = case Why of
                 {'EXIT', Exit} -> gen_server_report:shown_reason(Exit);
                 _ -> Why
             end,
    case SingleLine of
        true ->
            ["Generic event handler ", {term, Handler}, " crashed. Installed: ", {term, Name},
             ". Last event: ", {term, Last}, ". State: ", {term, State},
             ". Reason: ", {term, Reason}, "."];
        false ->
            ["** gen_event handler ", {term, Handler}, " crashed.\n** Was installed in ",
             {term, Name}, "\n** Last event was: ", {term, Last},
             "\n** When handler state == ", {term, State}, "\n** Reason == ", {term, Reason},
             "\n"]
    end.
