%% System messages: looking into processes that understand them, and debugging those.
%%
%% A request comes as {system, From, Request}. The debug structure is a list of {trace, true},
%% {log, Log}, {log_to_file, File}, {statistics, Statistics} and installed functions, as
%% {Fun, State} or {Id, {Fun, State}}. A log is {Size, Count, Events}, the newest event first.
-module(sys).

-export([suspend/1, suspend/2, resume/1, resume/2, get_status/1, get_status/2, get_state/1]).
-export([get_state/2, replace_state/2, replace_state/3, change_code/4, change_code/5]).
-export([terminate/2, terminate/3, log/2, log/3, trace/2, trace/3, log_to_file/2]).
-export([log_to_file/3, statistics/2, statistics/3, no_debug/1, no_debug/2, install/2]).
-export([install/3, remove/2, remove/3, handle_system_msg/6, handle_system_msg/7]).
-export([handle_debug/4, debug_options/1, get_debug/3, get_log/1, print_log/1]).
-export([suspend_loop_hib/6]).

-define(LOG_SIZE, 10).

%% ---------------------------------------------------------------- requests

%% Suspend a process: it then answers system messages only.
suspend(Process) -> request(Process, suspend, [Process]).

%% The same within a time.
suspend(Process, Timeout) -> request(Process, suspend, Timeout, suspend, [Process, Timeout]).

%% Let a suspended process go on.
resume(Process) -> request(Process, resume, [Process]).

%% The same within a time.
resume(Process, Timeout) -> request(Process, resume, Timeout, resume, [Process, Timeout]).

%% The status of a process.
get_status(Process) -> request(Process, get_status, [Process]).

%% The same within a time.
get_status(Process, Timeout) ->
    request(Process, get_status, Timeout, get_status, [Process, Timeout]).

%% The state of a process.
get_state(Process) -> or_raise(request(Process, get_state, [Process])).

%% The same within a time.
get_state(Process, Timeout) ->
    or_raise(request(Process, get_state, Timeout, get_state, [Process, Timeout])).

%% Change the state of a process by a function; answers the new one.
replace_state(Process, Fun) ->
    or_raise(request(Process, {replace_state, Fun}, 5000, replace_state, [Process, Fun])).

%% The same within a time.
replace_state(Process, Fun, Timeout) ->
    or_raise(request(Process, {replace_state, Fun}, Timeout, replace_state,
                     [Process, Fun, Timeout])).

or_raise({error, {callback_failed, _, _} = Reason}) -> error(Reason);
or_raise(Answer) -> Answer.

%% Let a suspended process convert its state.
change_code(Process, Module, OldVersion, Extra) ->
    request(Process, {change_code, Module, OldVersion, Extra}, 5000, change_code,
            [Process, Module, OldVersion, Extra]).

%% The same within a time.
change_code(Process, Module, OldVersion, Extra, Timeout) ->
    request(Process, {change_code, Module, OldVersion, Extra}, Timeout, change_code,
            [Process, Module, OldVersion, Extra, Timeout]).

%% End a process.
terminate(Process, Reason) ->
    request(Process, {terminate, Reason}, 5000, terminate, [Process, Reason]).

%% The same within a time.
terminate(Process, Reason, Timeout) ->
    request(Process, {terminate, Reason}, Timeout, terminate, [Process, Reason, Timeout]).

%% Keep a log of events (true, {true, Size}, false), or look at it (get, print).
log(Process, What) -> request(Process, {debug, {log, What}}, 5000, log, [Process, What]).

%% The same within a time.
log(Process, What, Timeout) ->
    request(Process, {debug, {log, What}}, Timeout, log, [Process, What, Timeout]).

%% Print events as they happen, or no longer.
trace(Process, What) -> request(Process, {debug, {trace, What}}, 5000, trace, [Process, What]).

%% The same within a time.
trace(Process, What, Timeout) ->
    request(Process, {debug, {trace, What}}, Timeout, trace, [Process, What, Timeout]).

%% Write events to a file, or no longer (false).
log_to_file(Process, File) ->
    request(Process, {debug, {log_to_file, File}}, 5000, log_to_file, [Process, File]).

%% The same within a time.
log_to_file(Process, File, Timeout) ->
    request(Process, {debug, {log_to_file, File}}, Timeout, log_to_file,
            [Process, File, Timeout]).

%% Count messages (true), no longer (false), or get the counts (get).
statistics(Process, What) ->
    request(Process, {debug, {statistics, What}}, 5000, statistics, [Process, What]).

%% The same within a time.
statistics(Process, What, Timeout) ->
    request(Process, {debug, {statistics, What}}, Timeout, statistics, [Process, What, Timeout]).

%% Turn off all debugging.
no_debug(Process) -> request(Process, {debug, no_debug}, 5000, no_debug, [Process]).

%% The same within a time.
no_debug(Process, Timeout) ->
    request(Process, {debug, no_debug}, Timeout, no_debug, [Process, Timeout]).

%% Install a function that is called for every event.
install(Process, Spec) ->
    request(Process, {debug, {install, Spec}}, 5000, install, [Process, Spec]).

%% The same within a time.
install(Process, Spec, Timeout) ->
    request(Process, {debug, {install, Spec}}, Timeout, install, [Process, Spec, Timeout]).

%% Remove an installed function.
remove(Process, Id) -> request(Process, {debug, {remove, Id}}, 5000, remove, [Process, Id]).

%% The same within a time.
remove(Process, Id, Timeout) ->
    request(Process, {debug, {remove, Id}}, Timeout, remove, [Process, Id, Timeout]).

request(Process, Request, Args) -> request(Process, Request, 5000, Request, Args).

request(Process, Request, Timeout, Function, Args) ->
    try gen:call(Process, system, Request, Timeout) of
        {ok, Answer} -> Answer
    catch
        exit:Reason -> exit({Reason, {?MODULE, Function, Args}})
    end.

%% ---------------------------------------------------------------- in the process

%% Deal with a system message and go on in Module:system_continue/3 or system_terminate/4.
handle_system_msg(Request, From, Parent, Module, Debug, Misc) ->
    handle(running, Request, From, Parent, Module, Debug, Misc, false).

%% The same for a process that may have been hibernating.
handle_system_msg(Request, From, Parent, Module, Debug, Misc, Hibernated) ->
    handle(running, Request, From, Parent, Module, Debug, Misc, Hibernated).

handle(State, Request, From, Parent, Module, Debug, Misc, Hibernated) ->
    {Next, Answer, Debug1, Misc1} = command(Request, State, Parent, Module, Debug, Misc),
    gen:reply(From, Answer),
    case Next of
        running -> Module:system_continue(Parent, Debug1, Misc1);
        suspended -> suspend_loop(Parent, Module, Debug1, Misc1, Hibernated);
        {terminating, Reason} -> Module:system_terminate(Reason, Parent, Debug1, Misc1)
    end.

suspend_loop(Parent, Module, Debug, Misc, true) ->
    suspend_loop_hib(suspended, Parent, Module, Debug, Misc, true);
suspend_loop(Parent, Module, Debug, Misc, Hibernated) ->
    receive
        {system, From, Request} ->
            handle(suspended, Request, From, Parent, Module, Debug, Misc, Hibernated);
        {'EXIT', Parent, Reason} ->
            Module:system_terminate(Reason, Parent, Debug, Misc)
    end.

%% What a suspended, hibernating process does when it wakes up.
suspend_loop_hib(State, Parent, Module, Debug, Misc, Hibernated) ->
    receive
        {system, From, Request} ->
            handle(State, Request, From, Parent, Module, Debug, Misc, Hibernated);
        {'EXIT', Parent, Reason} ->
            Module:system_terminate(Reason, Parent, Debug, Misc)
    after 0 ->
            proc_lib:hibernate(?MODULE, suspend_loop_hib,
                               [State, Parent, Module, Debug, Misc, Hibernated])
    end.

%% {Next state, answer, debug structure, state of the loop}.
command(suspend, _, _, _, Debug, Misc) -> {suspended, ok, Debug, Misc};
command(resume, _, _, _, Debug, Misc) -> {running, ok, Debug, Misc};
command({terminate, Reason}, _, _, _, Debug, Misc) -> {{terminating, Reason}, ok, Debug, Misc};
command(get_state, State, _, Module, Debug, Misc) ->
    {State, state_of(Module, Misc), Debug, Misc};
command({replace_state, Fun}, State, _, Module, Debug, Misc) ->
    {Answer, Misc1} = replaced(Fun, Module, Misc),
    {State, Answer, Debug, Misc1};
command(get_status, State, Parent, Module, Debug, Misc) ->
    {State, status(State, Parent, Module, Debug, Misc), Debug, Misc};
command({debug, What}, State, _, _, Debug, Misc) ->
    {Answer, Debug1} = debug(What, Debug),
    {State, Answer, Debug1, Misc};
command({change_code, Changed, OldVersion, Extra}, suspended, _, Module, Debug, Misc) ->
    case catch Module:system_code_change(Misc, Changed, OldVersion, Extra) of
        {ok, Misc1} -> {suspended, ok, Debug, Misc1};
        Other -> {suspended, {error, Other}, Debug, Misc}
    end;
command(Other, State, _, _, Debug, Misc) ->
    {State, {error, {unknown_system_msg, Other}}, Debug, Misc}.

state_of(Module, Misc) ->
    case erlang:function_exported(Module, system_get_state, 1) of
        true ->
            try
                {ok, State} = Module:system_get_state(Misc),
                State
            catch
                Class:Reason ->
                    {error, {callback_failed, {Module, system_get_state}, {Class, Reason}}}
            end;
        false ->
            Misc
    end.

replaced(Fun, Module, Misc) ->
    case erlang:function_exported(Module, system_replace_state, 2) of
        true ->
            try
                {ok, State, Misc1} = Module:system_replace_state(Fun, Misc),
                {State, Misc1}
            catch
                Class:Reason ->
                    Failed = {Module, system_replace_state},
                    {{error, {callback_failed, Failed, {Class, Reason}}}, Misc}
            end;
        false ->
            try Fun(Misc) of
                Misc1 -> {Misc1, Misc1}
            catch
                Class:Reason -> {{error, {callback_failed, Fun, {Class, Reason}}}, Misc}
            end
    end.

status(State, Parent, Module, Debug, Misc) ->
    Shown = case erlang:function_exported(Module, format_status, 2) of
                true -> Module:format_status(normal, [get(), State, Parent, Debug, Misc]);
                false -> Misc
            end,
    {status, self(), {module, Module}, [get(), State, Parent, Debug, Shown]}.

%% ---------------------------------------------------------------- debugging

debug({trace, true}, Debug) -> {ok, add(trace, true, Debug)};
debug({trace, false}, Debug) -> {ok, lists:keydelete(trace, 1, Debug)};
debug({log, true}, Debug) -> {ok, set_log(?LOG_SIZE, Debug)};
debug({log, {true, Size}}, Debug) when is_integer(Size), Size >= 1 -> {ok, set_log(Size, Debug)};
debug({log, false}, Debug) -> {ok, lists:keydelete(log, 1, Debug)};
debug({log, get}, Debug) -> {{ok, get_log(Debug)}, Debug};
debug({log, print}, Debug) ->
    print_log(Debug),
    {ok, Debug};
debug({log_to_file, false}, Debug) -> {ok, close_log(Debug)};
debug({log_to_file, Name}, Debug) ->
    Closed = close_log(Debug),
    case file:open(Name, [write, {encoding, utf8}]) of
        {ok, File} -> {ok, add(log_to_file, File, Closed)};
        _ -> {{error, open_file}, Closed}
    end;
debug({statistics, true}, Debug) -> {ok, add(statistics, new_statistics(), Debug)};
debug({statistics, false}, Debug) -> {ok, lists:keydelete(statistics, 1, Debug)};
debug({statistics, get}, Debug) -> {{ok, show(get_debug(statistics, Debug, none))}, Debug};
debug(no_debug, Debug) ->
    close_log(Debug),
    {ok, []};
debug({install, {Fun, State}}, Debug) -> {ok, add(Fun, State, Debug)};
debug({install, {Id, Fun, State}}, Debug) -> {ok, add(Id, {Fun, State}, Debug)};
debug({remove, Id}, Debug) -> {ok, lists:keydelete(Id, 1, Debug)};
debug(_, Debug) -> {unknown_debug, Debug}.

add(Key, Value, Debug) ->
    case lists:keymember(Key, 1, Debug) of
        true -> Debug;
        false -> [{Key, Value} | Debug]
    end.

set_log(Size, Debug) ->
    {_, _, Events} = get_debug(log, Debug, {Size, 0, []}),
    Kept = lists:sublist(Events, Size),
    lists:keystore(log, 1, Debug, {log, {Size, length(Kept), Kept}}).

close_log(Debug) ->
    case lists:keytake(log_to_file, 1, Debug) of
        {value, {log_to_file, File}, Rest} ->
            ok = file:close(File),
            Rest;
        false ->
            Debug
    end.

new_statistics() -> {erlang:localtime(), process_info(self(), reductions), 0, 0}.

show({Start, {reductions, Before}, In, Out}) ->
    {reductions, Now} = process_info(self(), reductions),
    [{start_time, Start}, {current_time, erlang:localtime()}, {reductions, Now - Before},
     {messages_in, In}, {messages_out, Out}];
show(none) ->
    no_statistics.

%% Do with an event what the debug structure says; answers the new structure. Format prints an
%% event: Format(Device, Event, Extra).
handle_debug([{trace, true} = Item | Debug], Format, Extra, Event) ->
    Format(standard_io, Event, Extra),
    [Item | handle_debug(Debug, Format, Extra, Event)];
handle_debug([{log, Log} | Debug], Format, Extra, Event) ->
    [{log, put_log({Event, Extra, Format}, Log)} | handle_debug(Debug, Format, Extra, Event)];
handle_debug([{log_to_file, File} = Item | Debug], Format, Extra, Event) ->
    Format(File, Event, Extra),
    [Item | handle_debug(Debug, Format, Extra, Event)];
handle_debug([{statistics, Statistics} | Debug], Format, Extra, Event) ->
    [{statistics, count(Event, Statistics)} | handle_debug(Debug, Format, Extra, Event)];
handle_debug([{Id, {Fun, State}} | Debug], Format, Extra, Event) when is_function(Fun) ->
    case call_installed(Fun, State, Event, Extra) of
        done -> handle_debug(Debug, Format, Extra, Event);
        New -> [{Id, {Fun, New}} | handle_debug(Debug, Format, Extra, Event)]
    end;
handle_debug([{Fun, State} | Debug], Format, Extra, Event) ->
    case call_installed(Fun, State, Event, Extra) of
        done -> handle_debug(Debug, Format, Extra, Event);
        New -> [{Fun, New} | handle_debug(Debug, Format, Extra, Event)]
    end;
handle_debug([], _, _, _) ->
    [].

call_installed(Fun, State, Event, Extra) ->
    try
        Fun(State, Event, Extra)
    catch
        throw:Thrown -> Thrown;
        _:_ -> done
    end.

%% Twice the size is kept before the oldest events are dropped, so that this is rare.
put_log(Item, {Size, Count, Items}) when Count < 2 * Size -> {Size, Count + 1, [Item | Items]};
put_log(Item, {Size, _, Items}) -> {Size, Size, [Item | lists:sublist(Items, Size - 1)]}.

count({in, _}, {Start, Reductions, In, Out}) -> {Start, Reductions, In + 1, Out};
count({in, _, _}, {Start, Reductions, In, Out}) -> {Start, Reductions, In + 1, Out};
count({out, _, _}, {Start, Reductions, In, Out}) -> {Start, Reductions, In, Out + 1};
count({out, _, _, _}, {Start, Reductions, In, Out}) -> {Start, Reductions, In, Out + 1};
count(_, Statistics) -> Statistics.

%% The debug structure for options: trace, log, {log, Size}, statistics, {log_to_file, Name},
%% {install, Spec}.
debug_options(Options) -> debug_options(Options, []).

debug_options([trace | Rest], Debug) -> debug_options(Rest, add(trace, true, Debug));
debug_options([log | Rest], Debug) -> debug_options(Rest, set_log(?LOG_SIZE, Debug));
debug_options([{log, Size} | Rest], Debug) when is_integer(Size), Size > 0 ->
    debug_options(Rest, set_log(Size, Debug));
debug_options([statistics | Rest], Debug) ->
    debug_options(Rest, add(statistics, new_statistics(), Debug));
debug_options([{log_to_file, Name} | Rest], Debug) ->
    case debug({log_to_file, Name}, Debug) of
        {ok, Debug1} -> debug_options(Rest, Debug1);
        _ -> debug_options(Rest, Debug)
    end;
debug_options([{install, Spec} | Rest], Debug) ->
    {_, Debug1} = debug({install, Spec}, Debug),
    debug_options(Rest, Debug1);
debug_options([_ | Rest], Debug) -> debug_options(Rest, Debug);
debug_options([], Debug) -> Debug.

%% A part of the debug structure, or Default.
get_debug(Key, Debug, Default) ->
    case lists:keyfind(Key, 1, Debug) of
        {Key, Value} -> Value;
        false -> Default
    end.

%% The events in the log of a debug structure, oldest first.
get_log(Debug) -> [Event || {Event, _, _} <- logged(Debug)].

logged(Debug) ->
    {Size, _, Items} = get_debug(log, Debug, {0, 0, []}),
    lists:reverse(lists:sublist(Items, Size)).

%% Print the log of a debug structure.
print_log(Debug) ->
    lists:foreach(fun({Event, Extra, Format}) -> Format(standard_io, Event, Extra) end,
                  logged(Debug)).
