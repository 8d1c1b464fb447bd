%% Runs tests.
%%
%% Tests run one after the other in a worker, a process that a watcher has started. What happens is
%% sent as {event, What, Kind, Id, Data}: worker to watcher, watcher to whoever wanted the tests
%% run, and so on to the process that asks the listeners. What is start, stop or cancel, Kind test
%% or group, Id the numbers on the way through the groups.
%%
%% The watcher knows the open tests and groups and when their time is up. When it is, or when the
%% worker dies, it kills the worker and reports those that are open as cancelled, innermost first:
%% with the time limit the one it was for, those around it with {blame, Id}.
%%
%% Groups with spawn have a watcher and a worker of their own. So have the tests of a parallel
%% group, whose events the group's worker holds back until those before them are complete, so that
%% listeners see them in order.
-module(eunit_run).

-export([start/2]).

-include("eunit_tree.hrl").

%% How long a test may run that does not say.
-define(TEST_LIMIT, 5000).

%% Where events go; the number of the test or group; what limits are multiplied with.
-record(env, {sink, id = [], scale = 1}).
%% What a watcher knows: open is [{Kind, Id, Data, End}], the innermost first.
-record(watch, {sink, owner, worker, monitor, 'end', open = []}).

%% Starts running a description of tests; events and in the end {finished, Ref} go to the caller.
start(Tests, Options) ->
    Caller = self(),
    Ref = make_ref(),
    Scale = proplists:get_value(scale_timeouts, Options, 1),
    Env = #env{sink = {Caller, Ref}, scale = Scale},
    spawn_link(fun() ->
                       group(#group{tests = Tests, spawn = root}, Env),
                       unlink(Caller),
                       Caller ! {finished, Ref}
               end),
    Ref.

emit(What, Kind, Data, #env{sink = {Pid, Ref}, id = Id}, Limit) ->
    Pid ! {event, Ref, What, Kind, lists:reverse(Id), Data, Limit},
    ok.

scaled(undefined, _Env) -> infinity;
scaled(Limit, #env{scale = Scale}) -> Limit * Scale.

%% ---------------------------------------------------------------- in a worker

%% Runs the tests of a group in order; {bad, Reason} is thrown where they are none. The number of
%% tests is returned.
in_order(Tests, Env) -> in_order(eunit_tree:next([Tests]), 1, Env).

in_order(none, Number, _Env) ->
    Number - 1;
in_order({Item, Rest}, Number, Env) ->
    run(Item, Env#env{id = [Number | Env#env.id]}),
    in_order(eunit_tree:next(Rest), Number + 1, Env).

run(#test{} = Test, Env) -> test(Test, Env);
run(#group{} = Group, Env) -> group(Group, Env).

test(#test{function = Function, source = Source, title = Title, line = Line} = Test, Env) ->
    Facts = [{desc, Title}, {source, Source}, {line, Line}],
    Limit = case Test#test.timeout of
                undefined -> ?TEST_LIMIT;
                Given -> Given
            end,
    emit(start, test, Facts, Env, scaled(Limit, Env)),
    Leader = group_leader(),
    Capture = eunit_capture:start(),
    group_leader(Capture, self()),
    Before = erlang:monotonic_time(millisecond),
    Status = status(Function),
    Time = erlang:monotonic_time(millisecond) - Before,
    group_leader(Leader, self()),
    Output = [{output, [eunit_capture:stop(Capture)]}],
    emit(stop, test, [{status, Status}, {time, Time} | Facts] ++ Output, Env, infinity).

status(Function) ->
    try Function() of
        _ -> ok
    catch
        throw:{eunit_tree, Reason} -> {skipped, Reason};
        Class:Reason:Stack -> {error, {Class, Reason, Stack}}
    end.

group(#group{title = Title, order = Order, spawn = Spawn} = Group, Env) ->
    Shown = case Spawn of
                root -> undefined;
                _ -> Spawn
            end,
    Facts = [{desc, Title}, {spawn, Shown}, {order, Order}],
    Limit = scaled(Group#group.timeout, Env),
    emit(start, group, Facts, Env, case Spawn of undefined -> Limit; _ -> infinity end),
    Before = erlang:monotonic_time(millisecond),
    Result = with_context(Group, Limit, Env),
    Time = erlang:monotonic_time(millisecond) - Before,
    case Result of
        {ok, Size} ->
            Data = [{size, Size}, {time, Time} | Facts] ++ [{output, []}],
            emit(stop, group, Data, Env, infinity);
        {cancelled, Reason} ->
            emit(cancel, group, [{reason, Reason} | Facts], Env, infinity)
    end.

%% {ok, number of tests} or {cancelled, Reason}.
with_context(#group{context = none} = Group, Limit, Env) ->
    tests(Group, Limit, Env);
with_context(#group{context = {Setup, Cleanup}, tests = Tests} = Group, Limit, Env) ->
    case attempt(Setup, setup_failed) of
        {ok, State} ->
            Result = case instantiate(Tests, State) of
                         {ok, Made} -> tests(Group#group{tests = Made}, Limit, Env);
                         Failure -> Failure
                     end,
            case attempt(fun() -> Cleanup(State) end, cleanup_failed) of
                {ok, _} -> Result;
                Cancelled when element(1, Result) =:= ok -> Cancelled;
                _ -> Result
            end;
        Cancelled ->
            Cancelled
    end.

instantiate(Make, State) when is_function(Make, 1) ->
    attempt(fun() -> Make(State) end, instantiation_failed);
instantiate({with, Funs}, State) ->
    {ok, {with, State, Funs}};
instantiate(Tests, _State) ->
    {ok, Tests}.

attempt(Fun, Failure) ->
    try
        {ok, Fun()}
    catch
        Class:Reason:Stack -> {cancelled, {abort, {Failure, {Class, Reason, Stack}}}}
    end.

tests(#group{spawn = undefined, order = Order, tests = Tests}, _Limit, Env) ->
    ordered(Order, Tests, Env);
tests(#group{order = Order, tests = Tests}, Limit, Env) ->
    Ref = watched(Env#env.sink, Env, Limit, fun(Inner) -> ordered(Order, Tests, Inner) end),
    receive
        {watched, Ref, Result} -> Result
    end.

ordered({inparallel, Count}, Tests, Env) -> aborted(fun() -> parallel(Count, Tests, Env) end);
ordered(_, Tests, Env) -> aborted(fun() -> in_order(Tests, Env) end).

aborted(Fun) ->
    try
        {ok, Fun()}
    catch
        throw:{bad, Reason} -> {cancelled, {abort, Reason}}
    end.

%% ---------------------------------------------------------------- parallel groups

%% Runs tests at the same time, at most Count at once unless it is 0.
parallel(Count, Tests, Env) ->
    parallel(eunit_tree:next([Tests]), Count, 0, [], Env).

%% Those that run: [{Ref, Events}] in order, where events have been held back, the latest first.
parallel(none, _Count, Number, [], _Env) ->
    Number;
parallel({Item, Rest}, Count, Number, Running, Env)
  when Count =:= 0; length(Running) < Count ->
    Tag = make_ref(),
    Own = Env#env{id = [Number + 1 | Env#env.id]},
    Ref = watched({self(), Tag}, Own, infinity, fun(Inner) -> run(Item, Inner), {ok, 1} end),
    parallel(eunit_tree:next(Rest), Count, Number + 1, Running ++ [{Tag, Ref, []}], Env);
parallel(Next, Count, Number, Running, Env) ->
    parallel(Next, Count, Number, parallel_event(Running, Env), Env).

parallel_event([{First, _, _} | _] = Running, #env{sink = {Pid, Ref}}) ->
    receive
        {event, First, What, Kind, Id, Data, _} ->
            Pid ! {event, Ref, What, Kind, Id, Data, infinity},
            Running;
        {event, Tag, What, Kind, Id, Data, _} ->
            Event = {event, Ref, What, Kind, Id, Data, infinity},
            {Tag, Watch, Events} = lists:keyfind(Tag, 1, Running),
            lists:keyreplace(Tag, 1, Running, {Tag, Watch, [Event | Events]});
        {watched, Watch, _} ->
            complete(lists:keyreplace(Watch, 2, Running, done(Watch, Running)), Pid)
    end.

done(Watch, Running) ->
    {_, Watch, Events} = lists:keyfind(Watch, 2, Running),
    {done, Watch, Events}.

%% Lets go of what has been held back, up to the first that still runs.
complete([{done, _, Events} | Rest], Pid) ->
    [Pid ! Event || Event <- lists:reverse(Events)],
    complete(Rest, Pid);
complete([{Tag, Watch, Events} | Rest], Pid) ->
    [Pid ! Event || Event <- lists:reverse(Events)],
    [{Tag, Watch, []} | Rest];
complete([], _Pid) ->
    [].

%% ---------------------------------------------------------------- watchers

%% Runs a function in a worker of its own, with a watcher that sends events to Sink and in the end
%% {watched, Ref, Result} to the caller.
watched(Sink, Env, Limit, Fun) ->
    Owner = self(),
    Ref = make_ref(),
    Leader = group_leader(),
    spawn(fun() ->
                  group_leader(Leader, self()),
                  Owner ! {watched, Ref, watch(Sink, Owner, Limit, Env, Fun)}
          end),
    Ref.

watch(Sink, Owner, Limit, Env, Fun) ->
    OwnerMonitor = monitor(process, Owner),
    Self = self(),
    Tag = make_ref(),
    Work = fun() -> Self ! {result, Tag, Fun(Env#env{sink = {Self, Tag}})} end,
    {Worker, Monitor} = spawn_monitor(Work),
    Watch = #watch{sink = Sink, owner = OwnerMonitor, worker = Worker, monitor = Monitor,
                   'end' = end_of(Limit)},
    watch(Tag, Watch).

end_of(infinity) -> infinity;
end_of(Limit) -> erlang:monotonic_time(millisecond) + Limit.

watch(Tag, #watch{owner = Owner, monitor = Monitor, open = Open} = Watch) ->
    {Wait, Due} = next_end(Watch),
    receive
        {event, Tag, start, Kind, Id, Data, Limit} ->
            forward(start, Kind, Id, Data, Watch),
            watch(Tag, Watch#watch{open = [{Kind, Id, Data, end_of(Limit)} | Open]});
        {event, Tag, What, Kind, Id, Data, _} ->
            forward(What, Kind, Id, Data, Watch),
            watch(Tag, Watch#watch{open = lists:keydelete(Id, 2, Open)});
        {result, Tag, Result} ->
            demonitor(Monitor, [flush]),
            Result;
        {'DOWN', Monitor, process, _, Reason} ->
            died(Reason, Watch);
        {'DOWN', Owner, process, _, _} ->
            exit(Watch#watch.worker, kill),
            {cancelled, undefined}
    after Wait ->
        timed_out(Due, Watch)
    end.

forward(What, Kind, Id, Data, #watch{sink = {Pid, Ref}}) ->
    Pid ! {event, Ref, What, Kind, Id, Data, infinity}.

%% How long until somebody's time is up, and whose: an Id, or own for all that is watched.
next_end(#watch{'end' = End, open = Open}) ->
    Ends = [{Time, Id} || {_, Id, _, Time} <- Open, Time =/= infinity],
    All = case End of
              infinity -> Ends;
              _ -> [{End, own} | Ends]
          end,
    case All of
        [] -> {infinity, none};
        _ ->
            {Time, Due} = lists:min(All),
            {max(0, Time - erlang:monotonic_time(millisecond)), Due}
    end.

died(Reason, #watch{open = Open} = Watch) ->
    cancel_open(Open, undefined, Watch),
    {cancelled, {exit, Reason}}.

timed_out(Due, #watch{worker = Worker, monitor = Monitor, open = Open} = Watch) ->
    Stack = case process_info(Worker, current_stacktrace) of
                {current_stacktrace, Frames} -> Frames;
                undefined -> []
            end,
    exit(Worker, kill),
    receive
        {'DOWN', Monitor, process, _, _} -> ok
    end,
    Limit = {timeout, #{stacktrace => Stack}},
    case Due of
        own ->
            cancel_open(Open, undefined, Watch),
            {cancelled, Limit};
        Id ->
            IsInside = fun({_, Other, _, _}) -> length(Other) > length(Id) end,
            {Inside, [{Kind, Id, Data, _} | Around]} = lists:splitwith(IsInside, Open),
            cancel_open(Inside, undefined, Watch),
            forward(cancel, Kind, Id, [{reason, Limit} | Data], Watch),
            cancel_open(Around, {blame, Id}, Watch),
            {cancelled, {blame, Id}}
    end.

cancel_open(Open, Reason, Watch) ->
    [forward(cancel, Kind, Id, [{reason, Reason} | Data], Watch) || {Kind, Id, Data, _} <- Open],
    ok.
