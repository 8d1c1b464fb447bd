%% System messages: looking into behaviours' processes, suspending and tracing them.
%%
%% A system message is {system, From, Request}; a process gives those it gets to
%% handle_system_msg, which goes on with Module:system_continue/3 or system_terminate/4.
%% What is traced of a process is its debug structure, a list of
%%   {trace, true}
%%   {log, [Free, Newest, ...]}               Free more events have room, each {Event, State, Print}
%%   {log_to_file, Device}
%%   {statistics, {Since, {reductions, N}, MessagesIn, MessagesOut}}
%%   {Fun, FunState} or {Id, {Fun, FunState}}  functions installed
-module(sys).

-export([get_state/1, get_state/2, get_status/1, get_status/2]).
-export([replace_state/2, replace_state/3, suspend/1, suspend/2, resume/1, resume/2]).
-export([terminate/2, terminate/3, change_code/4, change_code/5]).
-export([trace/2, trace/3, log/2, log/3, log_to_file/2, log_to_file/3]).
-export([statistics/2, statistics/3, install/2, install/3, remove/2, remove/3]).
-export([no_debug/1, no_debug/2]).
-export([handle_system_msg/6, handle_system_msg/7, suspend_loop_hib/6]).
-export([handle_debug/4, debug_options/1, print_log/1, get_log/1, get_debug/3]).

%% How many events are logged if nobody says.
-define(LOG_SIZE, 10).

%% ---------------------------------------------------------------- requests

%% The state of a process.
get_state(Name) -> state_or_error(send_system_msg(Name, get_state)).

%% The same with a time limit.
get_state(Name, Timeout) -> state_or_error(send_system_msg(Name, get_state, Timeout)).

%% Replaces the state of a process by what the fun makes of it; gives the new one.
replace_state(Name, Fun) -> state_or_error(send_system_msg(Name, {replace_state, Fun})).

%% The same with a time limit.
replace_state(Name, Fun, Timeout) ->
    state_or_error(send_system_msg(Name, {replace_state, Fun}, Timeout)).

state_or_error({ok, State}) -> State;
state_or_error({error, Reason}) -> error(Reason).

%% What is to be known of a process: {status, Pid, {module, Module}, Items}.
get_status(Name) -> send_system_msg(Name, get_status).

%% The same with a time limit.
get_status(Name, Timeout) -> send_system_msg(Name, get_status, Timeout).

%% Makes a process handle system messages only.
suspend(Name) -> send_system_msg(Name, suspend).

%% The same with a time limit.
suspend(Name, Timeout) -> send_system_msg(Name, suspend, Timeout).

%% Lets a suspended process go on.
resume(Name) -> send_system_msg(Name, resume).

%% The same with a time limit.
resume(Name, Timeout) -> send_system_msg(Name, resume, Timeout).

%% Orders a process to terminate with a reason.
terminate(Name, Reason) -> send_system_msg(Name, {terminate, Reason}).

%% The same with a time limit.
terminate(Name, Reason, Timeout) -> send_system_msg(Name, {terminate, Reason}, Timeout).

%% Lets a suspended process change its state to that of another version of a module.
change_code(Name, Module, OldVsn, Extra) ->
    send_system_msg(Name, {change_code, Module, OldVsn, Extra}).

%% The same with a time limit.
change_code(Name, Module, OldVsn, Extra, Timeout) ->
    send_system_msg(Name, {change_code, Module, OldVsn, Extra}, Timeout).

%% Prints a process' events as they happen, or no longer.
trace(Name, Flag) -> debug(Name, {trace, Flag}).

%% The same with a time limit.
trace(Name, Flag, Timeout) -> debug(Name, {trace, Flag}, Timeout).

%% Keeps the latest events of a process: true, {true, HowMany} or false; get gives them, print
%% prints them.
log(Name, Flag) -> debug(Name, {log, Flag}).

%% The same with a time limit.
log(Name, Flag, Timeout) -> debug(Name, {log, Flag}, Timeout).

%% Writes events to a file of that name, or no longer (false).
log_to_file(Name, File) -> debug(Name, {log_to_file, File}).

%% The same with a time limit.
log_to_file(Name, File, Timeout) -> debug(Name, {log_to_file, File}, Timeout).

%% Counts messages and reductions: true, false; get gives the numbers.
statistics(Name, Flag) -> debug(Name, {statistics, Flag}).

%% The same with a time limit.
statistics(Name, Flag, Timeout) -> debug(Name, {statistics, Flag}, Timeout).

%% Has a function called with every event: {Fun, State} or {Id, Fun, State}.
install(Name, {_Fun, _State} = What) -> debug(Name, {install, What});
install(Name, {_Id, _Fun, _State} = What) -> debug(Name, {install, What}).

%% The same with a time limit.
install(Name, {_Fun, _State} = What, Timeout) -> debug(Name, {install, What}, Timeout);
install(Name, {_Id, _Fun, _State} = What, Timeout) -> debug(Name, {install, What}, Timeout).

%% Removes an installed function, named by itself or by its identity.
remove(Name, FunOrId) -> debug(Name, {remove, FunOrId}).

%% The same with a time limit.
remove(Name, FunOrId, Timeout) -> debug(Name, {remove, FunOrId}, Timeout).

%% Ends all tracing of a process.
no_debug(Name) -> debug(Name, no_debug).

%% The same with a time limit.
no_debug(Name, Timeout) -> debug(Name, no_debug, Timeout).

debug(Name, What) -> send_system_msg(Name, {debug, What}).

debug(Name, What, Timeout) -> send_system_msg(Name, {debug, What}, Timeout).

send_system_msg(Name, Request) ->
    try gen:call(Name, system, Request) of
        {ok, Reply} -> Reply
    catch
        exit:Reason -> exit({Reason, as_call(Request, Name, [])})
    end.

send_system_msg(Name, Request, Timeout) ->
    try gen:call(Name, system, Request, Timeout) of
        {ok, Reply} -> Reply
    catch
        exit:Reason -> exit({Reason, as_call(Request, Name, [Timeout])})
    end.

%% The call that sent a request, for exit reasons.
as_call({debug, {What, Arg}}, Name, More) -> {?MODULE, What, [Name, Arg | More]};
as_call({terminate, Reason}, Name, More) -> {?MODULE, terminate, [Name, Reason | More]};
as_call({change_code, Module, OldVsn, Extra}, Name, More) ->
    {?MODULE, change_code, [Name, Module, OldVsn, Extra | More]};
as_call(Request, Name, More) -> {?MODULE, Request, [Name | More]}.

%% ---------------------------------------------------------------- the process' side

%% Handles a system message of a process whose callbacks are in Module and whose state is Misc.
%% Never returns.
handle_system_msg(Request, From, Parent, Module, Debug, Misc) ->
    handle_system_msg(Request, From, Parent, Module, Debug, Misc, false).

%% The same; a process suspended while it hibernates goes on hibernating.
handle_system_msg(Request, From, Parent, Module, Debug, Misc, Hibernate) ->
    handle_system_msg(running, Request, From, Parent, Module, Debug, Misc, Hibernate).

handle_system_msg(Mode, Request, From, Parent, Module, Debug, Misc, Hibernate) ->
    case do_request(Request, Mode, Parent, Module, Debug, Misc) of
        {NewMode, Reply, NewDebug, NewMisc} ->
            gen:reply(From, Reply),
            go_on(NewMode, Parent, Module, NewDebug, NewMisc, Hibernate);
        {terminating, Reason} ->
            gen:reply(From, ok),
            Module:system_terminate(Reason, Parent, Debug, Misc)
    end.

go_on(running, Parent, Module, Debug, Misc, _Hibernate) ->
    Module:system_continue(Parent, Debug, Misc);
go_on(suspended, Parent, Module, Debug, Misc, true) ->
    proc_lib:hibernate(?MODULE, suspend_loop_hib, [Parent, Module, Debug, Misc, suspended, true]);
go_on(suspended, Parent, Module, Debug, Misc, Hibernate) ->
    suspend_loop_hib(Parent, Module, Debug, Misc, suspended, Hibernate).

%% Waits for the next message that a suspended process handles.
suspend_loop_hib(Parent, Module, Debug, Misc, Mode, Hibernate) ->
    receive
        {system, From, Request} ->
            handle_system_msg(Mode, Request, From, Parent, Module, Debug, Misc, Hibernate);
        {'EXIT', Parent, Reason} ->
            Module:system_terminate(Reason, Parent, Debug, Misc)
    end.

do_request(suspend, _Mode, _Parent, _Module, Debug, Misc) ->
    {suspended, ok, Debug, Misc};
do_request(resume, _Mode, _Parent, _Module, Debug, Misc) ->
    {running, ok, Debug, Misc};
do_request(get_state, Mode, _Parent, Module, Debug, Misc) ->
    {Mode, state_of(Module, Misc), Debug, Misc};
do_request({replace_state, Fun}, Mode, _Parent, Module, Debug, Misc) ->
    {Reply, NewMisc} = replaced(Module, Fun, Misc),
    {Mode, Reply, Debug, NewMisc};
do_request(get_status, Mode, Parent, Module, Debug, Misc) ->
    {Mode, status(Mode, Parent, Module, Debug, Misc), Debug, Misc};
do_request({debug, What}, Mode, _Parent, _Module, Debug, Misc) ->
    {Reply, NewDebug} = do_debug(What, Debug),
    {Mode, Reply, NewDebug, Misc};
do_request({terminate, Reason}, _Mode, _Parent, _Module, _Debug, _Misc) ->
    {terminating, Reason};
do_request({change_code, New, OldVsn, Extra}, suspended, _Parent, Module, Debug, Misc) ->
    {Reply, NewMisc} = do_change_code(Module, New, OldVsn, Extra, Misc),
    {suspended, Reply, Debug, NewMisc};
do_request(Unknown, Mode, _Parent, _Module, Debug, Misc) ->
    {Mode, {error, {unknown_system_msg, Unknown}}, Debug, Misc}.

state_of(Module, Misc) ->
    case erlang:function_exported(Module, system_get_state, 1) of
        false -> {ok, Misc};
        true ->
            try
                {ok, State} = Module:system_get_state(Misc),
                {ok, State}
            catch
                Class:Reason -> callback_failed(Module, system_get_state, Class, Reason)
            end
    end.

replaced(Module, Fun, Misc) ->
    try
        case erlang:function_exported(Module, system_replace_state, 2) of
            true ->
                {ok, State, NewMisc} = Module:system_replace_state(Fun, Misc),
                {{ok, State}, NewMisc};
            false ->
                NewMisc = Fun(Misc),
                {{ok, NewMisc}, NewMisc}
        end
    catch
        Class:Reason -> {callback_failed(Module, system_replace_state, Class, Reason), Misc}
    end.

callback_failed(Module, Function, Class, Reason) ->
    {error, {callback_failed, {Module, Function}, {Class, Reason}}}.

status(Mode, Parent, Module, Debug, Misc) ->
    Dictionary = get(),
    Shown = case erlang:function_exported(Module, format_status, 2) of
                true -> Module:format_status(normal, [Dictionary, Mode, Parent, Debug, Misc]);
                false -> Misc
            end,
    {status, self(), {module, Module}, [Dictionary, Mode, Parent, Debug, Shown]}.

do_change_code(Module, New, OldVsn, Extra, Misc) ->
    case catch Module:system_code_change(Misc, New, OldVsn, Extra) of
        {ok, NewMisc} -> {ok, NewMisc};
        Other -> {{error, Other}, Misc}
    end.

%% ---------------------------------------------------------------- debug structure

do_debug({trace, true}, Debug) -> {ok, with(trace, true, Debug)};
do_debug({trace, false}, Debug) -> {ok, without(trace, Debug)};
do_debug({log, true}, Debug) -> do_debug({log, {true, ?LOG_SIZE}}, Debug);
do_debug({log, {true, Size}}, Debug) when is_integer(Size), Size > 0 ->
    [_Free | Events] = get_debug(log, Debug, [Size]),
    Kept = lists:sublist(Events, Size),
    {ok, with(log, [Size - length(Kept) | Kept], Debug)};
do_debug({log, false}, Debug) -> {ok, without(log, Debug)};
do_debug({log, print}, Debug) -> {print_log(Debug), Debug};
do_debug({log, get}, Debug) -> {{ok, get_log(Debug)}, Debug};
do_debug({log_to_file, false}, Debug) -> {ok, without_file(Debug)};
do_debug({log_to_file, File}, Debug) ->
    Closed = without_file(Debug),
    case file:open(File, [write, {encoding, utf8}]) of
        {ok, Device} -> {ok, [{log_to_file, Device} | Closed]};
        _ -> {{error, open_file}, Closed}
    end;
do_debug({statistics, true}, Debug) -> {ok, with(statistics, fresh_statistics(), Debug)};
do_debug({statistics, false}, Debug) -> {ok, without(statistics, Debug)};
do_debug({statistics, get}, Debug) ->
    {{ok, shown_statistics(get_debug(statistics, Debug, none))}, Debug};
do_debug(no_debug, Debug) ->
    without_file(Debug),
    {ok, []};
do_debug({install, {Fun, State}}, Debug) -> {ok, with(Fun, State, Debug)};
do_debug({install, {Id, Fun, State}}, Debug) -> {ok, with(Id, {Fun, State}, Debug)};
do_debug({remove, FunOrId}, Debug) -> {ok, without(FunOrId, Debug)};
do_debug(_, Debug) -> {unknown_debug, Debug}.

%% Where an item is already, it stays in its place.
with(Key, Value, Debug) ->
    case lists:keymember(Key, 1, Debug) of
        true -> lists:keyreplace(Key, 1, Debug, {Key, Value});
        false -> [{Key, Value} | Debug]
    end.

without(Key, Debug) -> lists:keydelete(Key, 1, Debug).

without_file(Debug) ->
    case get_debug(log_to_file, Debug, none) of
        none -> Debug;
        Device ->
            file:close(Device),
            without(log_to_file, Debug)
    end.

fresh_statistics() -> {erlang:localtime(), process_info(self(), reductions), 0, 0}.

shown_statistics(none) -> no_statistics;
shown_statistics({Since, {reductions, Before}, In, Out}) ->
    {reductions, Now} = process_info(self(), reductions),
    [{start_time, Since},
     {current_time, erlang:localtime()},
     {reductions, Now - Before},
     {messages_in, In},
     {messages_out, Out}].

%% Takes note of an event as a debug structure says; Print(Device, Event, State) prints it.
%% Gives the debug structure.
handle_debug([], _Print, _State, _Event) -> [];
handle_debug([Item | Rest], Print, State, Event) ->
    case noted(Item, Print, State, Event) of
        done -> handle_debug(Rest, Print, State, Event);
        Noted -> [Noted | handle_debug(Rest, Print, State, Event)]
    end.

noted({trace, true} = Item, Print, State, Event) ->
    Print(standard_io, Event, State),
    Item;
noted({log, [Free | Events]}, Print, State, Event) ->
    New = {Event, State, Print},
    case Free of
        0 -> {log, [0, New | lists:droplast(Events)]};
        _ -> {log, [Free - 1, New | Events]}
    end;
noted({log_to_file, Device} = Item, Print, State, Event) ->
    Print(Device, Event, State),
    Item;
noted({statistics, {Since, Reductions, In, Out}}, _Print, _State, Event) ->
    case direction(Event) of
        in -> {statistics, {Since, Reductions, In + 1, Out}};
        out -> {statistics, {Since, Reductions, In, Out + 1}};
        none -> {statistics, {Since, Reductions, In, Out}}
    end;
noted({Id, {Fun, FunState}}, _Print, State, Event) when is_function(Fun, 3) ->
    case called(Fun, FunState, Event, State) of
        done -> done;
        NewState -> {Id, {Fun, NewState}}
    end;
noted({Fun, FunState}, _Print, State, Event) ->
    case called(Fun, FunState, Event, State) of
        done -> done;
        NewState -> {Fun, NewState}
    end.

called(Fun, FunState, Event, State) ->
    try
        Fun(FunState, Event, State)
    catch
        throw:Result -> Result;
        _:_ -> done
    end.

direction(Event) when is_tuple(Event), tuple_size(Event) >= 1 ->
    case element(1, Event) of
        in -> in;
        out -> out;
        _ -> none
    end;
direction(_) -> none.

%% The debug structure for a list of options: trace, log, {log, Size}, statistics,
%% {log_to_file, File}, {install, Function}; others do not count.
debug_options(Options) -> lists:foldl(fun option/2, [], Options).

option(trace, Debug) -> once(trace, true, Debug);
option(log, Debug) -> once(log, [?LOG_SIZE], Debug);
option({log, Size}, Debug) when is_integer(Size), Size > 0 -> once(log, [Size], Debug);
option(statistics, Debug) -> once(statistics, fresh_statistics(), Debug);
option({log_to_file, File}, Debug) ->
    case file:open(File, [write, {encoding, utf8}]) of
        {ok, Device} -> once(log_to_file, Device, Debug);
        _ -> Debug
    end;
option({install, {Fun, State}}, Debug) -> once(Fun, State, Debug);
option({install, {Id, Fun, State}}, Debug) -> once(Id, {Fun, State}, Debug);
option(_, Debug) -> Debug.

once(Key, Value, Debug) ->
    case lists:keymember(Key, 1, Debug) of
        true -> Debug;
        false -> [{Key, Value} | Debug]
    end.

%% Prints the logged events of a debug structure.
print_log(Debug) ->
    [_Free | Events] = get_debug(log, Debug, [0]),
    [Print(standard_io, Event, State) || {Event, State, Print} <- lists:reverse(Events)],
    ok.

%% The logged events of a debug structure, oldest first.
get_log(Debug) ->
    [_Free | Events] = get_debug(log, Debug, [0]),
    [Event || {Event, _State, _Print} <- lists:reverse(Events)].

%% An item of a debug structure.
get_debug(Key, Debug, Default) ->
    case lists:keyfind(Key, 1, Debug) of
        {_, Value} -> Value;
        false -> Default
    end.
