%% Processes of the OTP kind: they know who started them and with what call, tell their starter
%% when they are ready, and report a crash.
%%
%% A process started here keeps two things in its dictionary: '$ancestors', the chain of its
%% starters (names where they have one), and '$initial_call', its first function.
-module(proc_lib).

-include_lib("kernel/include/logger.hrl").

-export([spawn/1, spawn/2, spawn/3, spawn/4, spawn_link/1, spawn_link/2, spawn_link/3]).
-export([spawn_link/4, spawn_opt/2, spawn_opt/3, spawn_opt/4, spawn_opt/5]).
-export([start/3, start/4, start/5, start_link/3, start_link/4, start_link/5]).
-export([start_monitor/3, start_monitor/4, start_monitor/5]).
-export([init_ack/1, init_ack/2, init_fail/2, init_fail/3, hibernate/3, stop/1, stop/3]).
-export([initial_call/1, translate_initial_call/1, set_label/1, get_label/1]).
-export([init_p/3, init_p/5, wake_up/3]).
-export([report_cb/2, format/1, format/2, format/3]).

%% How many neighbours of a crashed process are reported.
-define(NEIGHBOUR_DEPTH, 10).

-define(IS_QUIET(Reason), Reason =:= normal; Reason =:= shutdown;
                          tuple_size(Reason) =:= 2, element(1, Reason) =:= shutdown).

%% ---------------------------------------------------------------- spawning

%% Spawns a process that runs a fun.
spawn(Fun) when is_function(Fun, 0) ->
    erlang:spawn(?MODULE, init_p, in_fun(Fun)).

%% The same on a node.
spawn(Node, Fun) when is_function(Fun, 0) ->
    erlang:spawn(Node, ?MODULE, init_p, in_fun(Fun)).

%% Spawns a process that runs a function.
spawn(Module, Function, Args) when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn(?MODULE, init_p, in_function(Module, Function, Args)).

%% The same on a node.
spawn(Node, Module, Function, Args) when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn(Node, ?MODULE, init_p, in_function(Module, Function, Args)).

%% Spawns a linked process that runs a fun.
spawn_link(Fun) when is_function(Fun, 0) ->
    erlang:spawn_link(?MODULE, init_p, in_fun(Fun)).

%% The same on a node.
spawn_link(Node, Fun) when is_function(Fun, 0) ->
    erlang:spawn_link(Node, ?MODULE, init_p, in_fun(Fun)).

%% Spawns a linked process that runs a function.
spawn_link(Module, Function, Args) when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn_link(?MODULE, init_p, in_function(Module, Function, Args)).

%% The same on a node.
spawn_link(Node, Module, Function, Args)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn_link(Node, ?MODULE, init_p, in_function(Module, Function, Args)).

%% Spawns a process that runs a fun, with erlang:spawn_opt/2's options.
spawn_opt(Fun, Options) when is_function(Fun, 0) ->
    erlang:spawn_opt(?MODULE, init_p, in_fun(Fun), Options).

%% The same on a node.
spawn_opt(Node, Fun, Options) when is_function(Fun, 0) ->
    erlang:spawn_opt(Node, ?MODULE, init_p, in_fun(Fun), Options).

%% Spawns a process that runs a function, with erlang:spawn_opt/4's options.
spawn_opt(Module, Function, Args, Options)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn_opt(?MODULE, init_p, in_function(Module, Function, Args), Options).

%% The same on a node.
spawn_opt(Node, Module, Function, Args, Options)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:spawn_opt(Node, ?MODULE, init_p, in_function(Module, Function, Args), Options).

in_fun(Fun) -> [own_name(), ancestors(), Fun].

in_function(Module, Function, Args) -> [own_name(), ancestors(), Module, Function, Args].

own_name() ->
    case process_info(self(), registered_name) of
        {registered_name, Name} -> Name;
        _ -> self()
    end.

ancestors() ->
    case get('$ancestors') of
        Ancestors when is_list(Ancestors) -> Ancestors;
        _ -> []
    end.

%% First function of a process that runs a fun.
init_p(Parent, Ancestors, Fun) when is_function(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    {arity, Arity} = erlang:fun_info(Fun, arity),
    remember(Parent, Ancestors, {Module, Name, Arity}),
    try
        Fun()
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

%% First function of a process that runs a function.
init_p(Parent, Ancestors, Module, Function, Args) ->
    remember(Parent, Ancestors, first_call(Module, Function, Args)),
    init_p_do_apply(Module, Function, Args).

remember(Parent, Ancestors, Call) ->
    put('$ancestors', [Parent | Ancestors]),
    put('$initial_call', Call).

%% Stack traces of behaviours' processes end here.
init_p_do_apply(Module, Function, Args) ->
    try
        apply(Module, Function, Args)
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

%% Hibernates until a message comes, then calls the function; a crash there is reported too.
hibernate(Module, Function, Args) when is_atom(Module), is_atom(Function), is_list(Args) ->
    erlang:hibernate(?MODULE, wake_up, [Module, Function, Args]).

%% What a process does after hibernate/3.
wake_up(Module, Function, Args) when is_atom(Module) ->
    try
        apply(Module, Function, Args)
    catch
        Class:Reason:Stack -> crashed(Class, Reason, Stack)
    end.

%% The behaviour's init function is shown as the callback module's own.
first_call(gen, init_it, [Behaviour, _, _, Callback, Args, _]) ->
    behaviour_call(Behaviour, Callback, Args);
first_call(gen, init_it, [Behaviour, _, _, _Name, Callback, Args, _]) ->
    behaviour_call(Behaviour, Callback, Args);
first_call(Module, Function, Args) when is_list(Args) ->
    {Module, Function, length(Args)}.

behaviour_call(gen_server, supervisor, {_, Callback, _}) -> {supervisor, Callback, 1};
behaviour_call(gen_server, supervisor_bridge, [Callback | _]) -> {supervisor_bridge, Callback, 1};
behaviour_call(gen_event, _, _) -> {gen_event, init_it, 6};
behaviour_call(_, Callback, _) -> {Callback, init, 1}.

%% ---------------------------------------------------------------- starting

%% Starts a process and waits until it calls init_ack or dies; gives what it acknowledged, or
%% {error, Reason}.
start(Module, Function, Args) -> start(Module, Function, Args, infinity).

%% The same with a time limit, after which the process is killed: {error, timeout}.
start(Module, Function, Args, Timeout) -> start(Module, Function, Args, Timeout, []).

%% The same with spawn options.
start(Module, Function, Args, Timeout, Options)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    has_monitor(Options) andalso error(badarg, [Module, Function, Args, Timeout, Options]),
    {Pid, Monitor} = ?MODULE:spawn_opt(Module, Function, Args, [monitor | Options]),
    await(Pid, Timeout, Monitor, drop).

%% Starts a linked process and waits until it calls init_ack or dies.
start_link(Module, Function, Args) -> start_link(Module, Function, Args, infinity).

%% The same with a time limit.
start_link(Module, Function, Args, Timeout) ->
    start_link(Module, Function, Args, Timeout, []).

%% The same with spawn options.
start_link(Module, Function, Args, Timeout, Options)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    has_monitor(Options) andalso error(badarg, [Module, Function, Args, Timeout, Options]),
    Pid = ?MODULE:spawn_opt(Module, Function, Args, [link | Options]),
    sync_start_link(Pid, Timeout).

%% Starts a monitored process and waits like start/3; gives {Acknowledged, Monitor}.
start_monitor(Module, Function, Args) -> start_monitor(Module, Function, Args, infinity).

%% The same with a time limit.
start_monitor(Module, Function, Args, Timeout) ->
    start_monitor(Module, Function, Args, Timeout, []).

%% The same with spawn options.
start_monitor(Module, Function, Args, Timeout, Options)
  when is_atom(Module), is_atom(Function), is_list(Args) ->
    has_monitor(Options) andalso error(badarg, [Module, Function, Args, Timeout, Options]),
    {Pid, Monitor} = ?MODULE:spawn_opt(Module, Function, Args, [monitor | Options]),
    {await(Pid, Timeout, Monitor, keep), Monitor}.

has_monitor(Options) -> lists:any(fun is_monitor/1, Options).

is_monitor(monitor) -> true;
is_monitor(Option) -> is_tuple(Option) andalso element(1, Option) =:= monitor.

%% Waits for the acknowledgement of a monitored process; with keep, its 'DOWN' message stays for
%% the caller to see.
await(Pid, Timeout, Monitor, Keep) ->
    receive
        {ack, Pid, Result} ->
            Keep =:= drop andalso erlang:demonitor(Monitor, [flush]),
            Result;
        {nack, Pid, Result} ->
            Reason = await_down(Monitor),
            seen(Keep, Monitor, Pid, Reason),
            Result;
        {'DOWN', Monitor, process, Pid, Reason} ->
            seen(Keep, Monitor, Pid, Reason),
            {error, Reason}
    after Timeout ->
        exit(Pid, kill),
        seen(Keep, Monitor, Pid, await_down(Monitor)),
        {error, timeout}
    end.

await_down(Monitor) ->
    receive
        {'DOWN', Monitor, process, _, Reason} -> Reason
    end.

seen(keep, Monitor, Pid, Reason) -> self() ! {'DOWN', Monitor, process, Pid, Reason};
seen(drop, _Monitor, _Pid, _Reason) -> ok.

sync_start_link(Pid, Timeout) ->
    receive
        {ack, Pid, Result} ->
            Result;
        {nack, Pid, Result} ->
            await_exit(Pid),
            Result;
        {'EXIT', Pid, Reason} ->
            {error, Reason}
    after Timeout ->
        unlink(Pid),
        Monitor = erlang:monitor(process, Pid),
        exit(Pid, kill),
        await_down(Monitor),
        receive
            {'EXIT', Pid, _} -> ok
        after 0 -> ok
        end,
        {error, timeout}
    end.

await_exit(Pid) ->
    Monitor = erlang:monitor(process, Pid),
    await_down(Monitor),
    receive
        {'EXIT', Pid, _} -> ok
    after 0 -> ok
    end.

%% Tells the process that started this one the result of the start.
init_ack(Result) ->
    [Parent | _] = get('$ancestors'),
    init_ack(Parent, Result).

%% Tells a process the result of this one's start.
init_ack(Starter, Result) ->
    Starter ! {ack, self(), Result},
    ok.

%% Tells the process that started this one that the start failed, and fails: Failure is
%% {Class, Reason} or {Class, Reason, Stack}. The starter returns after this process is gone.
init_fail(Result, Failure) ->
    [Parent | _] = get('$ancestors'),
    init_fail(Parent, Result, Failure).

%% The same, told to a given process.
init_fail(Starter, Result, Failure) ->
    Starter ! {nack, self(), Result},
    case Failure of
        {error, Reason} -> error(Reason);
        {exit, Reason} -> exit(Reason);
        {throw, Reason} -> throw(Reason);
        {Class, Reason, Stack} -> erlang:raise(Class, Reason, Stack)
    end.

%% ---------------------------------------------------------------- stopping

%% Stops a process with reason normal.
stop(Process) -> stop(Process, normal, infinity).

%% Asks a process to terminate by a system message and waits until it has. Exits with noproc or
%% timeout, or the other reason with which it terminated.
stop(Process, Reason, Timeout) ->
    Start = erlang:monotonic_time(millisecond),
    Monitor = erlang:monitor(process, Process),
    try
        ok = sys:terminate(Process, Reason, Timeout)
    catch
        exit:{Why, {sys, terminate, _}} when Why =:= noproc; Why =:= timeout ->
            erlang:demonitor(Monitor, [flush]),
            exit(Why);
        exit:Why ->
            erlang:demonitor(Monitor, [flush]),
            exit(Why)
    end,
    receive
        {'DOWN', Monitor, _, _, Reason} -> ok;
        {'DOWN', Monitor, _, _, Other} -> exit(Other)
    after time_left(Timeout, Start) ->
        erlang:demonitor(Monitor, [flush]),
        exit(timeout)
    end.

time_left(infinity, _Start) -> infinity;
time_left(Timeout, Start) -> max(0, Start + Timeout - erlang:monotonic_time(millisecond)).

%% ---------------------------------------------------------------- asking about processes

%% The first call of a process (or of information about one) as {Module, Function, Arguments},
%% where the arguments have made-up names; false if it was not started here.
initial_call(About) ->
    case known_call(About) of
        {Module, Function, Arity} -> {Module, Function, made_up(Arity)};
        false -> false
    end.

made_up(Arity) ->
    [list_to_atom("Argument__" ++ integer_to_list(N)) || N <- lists:seq(1, Arity)].

%% The first call of a process as {Module, Function, Arity}.
translate_initial_call(About) ->
    case known_call(About) of
        {_, _, _} = Call -> Call;
        false -> {?MODULE, init_p, 5}
    end.

known_call(About) ->
    case lists:keyfind('$initial_call', 1, dictionary_of(About)) of
        {_, {Module, Function, Arity}}
          when is_atom(Module), is_atom(Function), is_integer(Arity) ->
            {Module, Function, Arity};
        _ ->
            false
    end.

dictionary_of({X, Y, Z}) when is_integer(X), is_integer(Y), is_integer(Z) ->
    Text = lists:append(["<", integer_to_list(X), ".", integer_to_list(Y), ".",
                         integer_to_list(Z), ">"]),
    dictionary_of(list_to_pid(Text));
dictionary_of(Pid) when is_pid(Pid), node(Pid) =:= node() ->
    case process_info(Pid, dictionary) of
        {dictionary, Dictionary} -> Dictionary;
        undefined -> []
    end;
dictionary_of(Pid) when is_pid(Pid) -> [];
dictionary_of(Info) when is_list(Info) ->
    case lists:keyfind(dictionary, 1, Info) of
        {dictionary, Dictionary} -> Dictionary;
        false -> []
    end.

%% Gives this process a label by which tools show it.
set_label(Label) ->
    put('$process_label', Label),
    ok.

%% The label of a process, or undefined.
get_label(Pid) when Pid =:= self() -> get('$process_label');
get_label(Pid) ->
    case lists:keyfind('$process_label', 1, dictionary_of(Pid)) of
        {_, Label} -> Label;
        false -> undefined
    end.

%% ---------------------------------------------------------------- crashes

%% Reports, unless the reason is a usual one, and ends the process.
crashed(exit, Reason, Stack) when ?IS_QUIET(Reason) ->
    erlang:raise(exit, Reason, Stack);
crashed(Class, Reason, Stack) ->
    ?LOG_ERROR(#{label => {proc_lib, crash},
                 report => [own_report(Class, Reason, Stack), neighbours()]},
               #{domain => [otp, sasl],
                 report_cb => fun ?MODULE:report_cb/2,
                 logger_formatter => #{title => "CRASH REPORT"},
                 error_logger => #{tag => error_report, type => crash_report}}),
    erlang:raise(exit, exit_reason(Class, Reason, Stack), Stack).

exit_reason(error, Reason, Stack) -> {Reason, Stack};
exit_reason(exit, Reason, _Stack) -> Reason;
exit_reason(throw, Reason, Stack) -> {{nocatch, Reason}, Stack}.

own_report(Class, Reason, Stack) ->
    Start = case initial_call([{dictionary, get()}]) of
                false -> [];
                Call -> [{initial_call, Call}]
            end,
    Start ++
        [{pid, self()},
         registered_name(self()),
         {error_info, {Class, Reason, Stack}},
         {ancestors, ancestors()},
         process_info(self(), message_queue_len),
         process_info(self(), messages),
         process_info(self(), links),
         {dictionary, other_entries(get())},
         process_info(self(), trap_exit),
         process_info(self(), status),
         process_info(self(), heap_size),
         process_info(self(), stack_size),
         process_info(self(), reductions)].

other_entries(Dictionary) ->
    [Entry || {Key, _} = Entry <- Dictionary, Key =/= '$ancestors', Key =/= '$initial_call'].

registered_name(Pid) ->
    case process_info(Pid, registered_name) of
        {registered_name, _} = Name -> Name;
        _ -> {registered_name, []}
    end.

%% Reports of the local processes, linked directly or through others, that this crash takes down
%% with it: those that do not trap exits.
neighbours() ->
    linked(links_of(self()), [self()], [], ?NEIGHBOUR_DEPTH).

linked(Pids, _Seen, Found, Left) when Left =:= 0; Pids =:= [] ->
    lists:append(Found);
linked([Pid | Rest], Seen, Found, Left) when is_pid(Pid), node(Pid) =:= node() ->
    case lists:member(Pid, Seen) of
        true -> linked(Rest, Seen, Found, Left);
        false ->
            case process_info(Pid, trap_exit) of
                {trap_exit, false} ->
                    linked(Rest ++ links_of(Pid), [Pid | Seen],
                           [neighbour(Pid) | Found], Left - 1);
                _ ->
                    linked(Rest, [Pid | Seen], Found, Left)
            end
    end;
linked([_Port | Rest], Seen, Found, Left) ->
    linked(Rest, Seen, Found, Left).

links_of(Pid) ->
    case process_info(Pid, links) of
        {links, Links} -> Links;
        undefined -> []
    end.

neighbour(Pid) ->
    Keys = [registered_name, initial_call, current_function, dictionary, message_queue_len,
            links, trap_exit, status, current_stacktrace],
    case process_info(Pid, Keys) of
        undefined ->
            [];
        Info ->
            Value = fun(Key) -> lists:keyfind(Key, 1, Info) end,
            {dictionary, Dictionary} = Value(dictionary),
            Ancestors = case lists:keyfind('$ancestors', 1, Dictionary) of
                            {_, List} -> List;
                            false -> []
                        end,
            Call = case initial_call([{dictionary, Dictionary}]) of
                       false -> Value(initial_call);
                       Known -> {initial_call, Known}
                   end,
            [{neighbour,
              [{pid, Pid}, Value(registered_name), Call, Value(current_function),
               {ancestors, Ancestors}, Value(message_queue_len), Value(links),
               Value(trap_exit), Value(status), Value(current_stacktrace)]}]
    end.

%% ---------------------------------------------------------------- text of reports

%% The text of a crash report, for the logger.
report_cb(#{label := {?MODULE, crash}, report := Report}, Options) ->
    proc_lib_report:format(Report, Options, unicode).

%% The text of a crash report, all of it.
format(Report) -> format(Report, latin1).

%% The same for an encoding.
format(Report, Encoding) -> format(Report, Encoding, unlimited).

%% The same with terms no deeper than Depth.
format(Report, Encoding, Depth) ->
    Options = #{chars_limit => unlimited, depth => Depth, single_line => false},
    proc_lib_report:format(Report, Options, Encoding).
